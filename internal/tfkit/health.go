package tfkit

import (
	"fmt"
	"slices"
	"strings"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/kafka"
)

// LinkState says in words what is wrong with a link, or nothing.
func LinkState(link kafka.Link) string {
	words := fmt.Sprintf("Its state is %s", link.State)
	if link.State == "" {
		words = "Its state is not known yet"
	}
	if link.Error != "" && link.Error != "NO_ERROR" {
		words += ", the link error " + link.Error
	}
	if link.ErrorMessage != "" {
		words += ": " + strings.TrimSuffix(link.ErrorMessage, ".")
	}
	return words + "."
}

// LinkProblems are what is wrong with a link, a sentence each: none for one that works,
// or that was paused on purpose.
func LinkProblems(link kafka.Link) []string {
	var words []string
	if link.State != kafka.LinkActive && link.State != kafka.LinkPaused && link.State != "" {
		words = append(words, LinkState(link))
	}
	for _, task := range link.Tasks {
		if task.State != kafka.TaskInError {
			continue
		}
		why := "it does not say why"
		if len(task.Errors) > 0 {
			why = fmt.Sprintf("%s (%s)", strings.TrimSuffix(task.Errors[0].Message, "."), task.Errors[0].Code)
		}
		words = append(words, fmt.Sprintf("Its task %s is in error: %s.", task.Name, why))
	}
	return words
}

// Behind says how far behind its source a mirror topic is, and what it has fetched
// last: what a failover loses is what comes after.
func Behind(lags []kafka.MirrorLag) string {
	const most = 10
	lags = slices.SortedFunc(slices.Values(lags), func(a, b kafka.MirrorLag) int { return int(a.Partition - b.Partition) })
	messages := fmt.Sprintf("%d messages behind", kafka.Mirror{Lags: lags}.Lag())
	offsets := make([]string, 0, most)
	for _, p := range lags[:min(len(lags), most)] {
		offsets = append(offsets, fmt.Sprintf("%d: %d", p.Partition, p.LastSourceFetchOffset))
	}
	if more := len(lags) - most; more > 0 {
		offsets = append(offsets, fmt.Sprintf("and %d more", more))
	}
	return fmt.Sprintf("%s (last source offset by partition: %s)", messages, strings.Join(offsets, ", "))
}
