package tfkit

import (
	"fmt"
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
		words += ": " + link.ErrorMessage
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
