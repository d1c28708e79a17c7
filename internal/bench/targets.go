package main

import (
	"fmt"
	"slices"
	"time"
)

// The conditions under which the targets are judged.
const (
	targetTopics  = 1000
	targetLatency = 20 * time.Millisecond
	targetSettle  = 500 * time.Millisecond

	growthTopics = 5000
	peakTarget   = 200 << 20 // bytes, at growthTopics
	moreCalls    = 0.1       // than without a limit; the more wait, the more go out in one request
)

// goal is what a step may cost at most.
type goal struct {
	resource, step string
	callsPerTopic  float64
	calls          int // in all, where it is not per topic
	overLimit      float64
	overFloor      float64
	wall           time.Duration
}

var goals = []goal{
	{resource: singleType, step: stepApply, callsPerTopic: 1.5, overLimit: 1.2},
	{resource: singleType, step: stepPlan, calls: 20, overFloor: 1.5},
	{resource: singleType, step: stepPause, callsPerTopic: 0.5, overLimit: 1.2},
	{resource: singleType, step: stepFailover, callsPerTopic: 0.5, overLimit: 1.2},
	{resource: singleType, step: stepDestroy, callsPerTopic: 1.5, overLimit: 1.2},
	{resource: setType, step: stepApply, callsPerTopic: 1.05, wall: 10 * time.Second},
	{resource: setType, step: stepPlan, calls: 5, wall: 2 * time.Second},
	{resource: setType, step: stepPause, calls: 10, wall: 4 * time.Second},
	{resource: setType, step: stepFailover, calls: 10, wall: 4 * time.Second},
	{resource: setType, step: stepDestroy, callsPerTopic: 1.05, wall: 10 * time.Second},
}

// verdict is one target and what was measured.
type verdict struct {
	Resource string  `json:"resource"`
	Step     string  `json:"step"`
	What     string  `json:"what"`
	AtMost   float64 `json:"at_most"`
	Measured float64 `json:"measured"`
	Met      bool    `json:"met"`
}

// judge compares what was measured with the targets, as far as the rounds for it
// were run.
func judge(rounds []round) []verdict {
	var verdicts []verdict
	for _, r := range rounds {
		add := func(step, what string, measured, atMost float64) {
			verdicts = append(verdicts, verdict{r.Resource, step, what, atMost, measured, measured <= atMost})
		}
		if r.latency != targetLatency || r.settle != targetSettle || r.Links != 1 {
			continue
		}
		switch {
		case r.Topics == targetTopics && r.RateLimit == 0:
			judgeCosts(r, add)
		case r.Topics == growthTopics && r.RateLimit == 0:
			judgeGrowth(find(rounds, r.Resource, targetTopics), r, add)
		case r.Topics == targetTopics && r.Parallelism == highParallelism:
			judgeLimited(find(rounds, r.Resource, r.Topics), r, add)
		}
	}
	return verdicts
}

// adder takes one comparison.
type adder func(step, what string, measured, atMost float64)

// find is the round of a size as it usually is.
func find(rounds []round, resource string, topics int) []step {
	for _, r := range rounds {
		if r.Resource == resource && r.Topics == topics && r.Links == 1 && r.RateLimit == 0 {
			return r.Steps
		}
	}
	return nil
}

func judgeCosts(r round, add adder) {
	for _, g := range goals {
		if g.resource != r.Resource {
			continue
		}
		for _, s := range r.Steps {
			if s.Name != g.step {
				continue
			}
			if g.calls > 0 {
				add(s.Name, "calls", float64(s.Calls.All), float64(g.calls))
			} else {
				add(s.Name, "calls per topic", float64(s.Calls.All)/float64(r.Topics), g.callsPerTopic)
			}
			switch {
			case g.overLimit > 0:
				add(s.Name, "time / limit", ratio(s.Cost.Wall, s.Limit), g.overLimit)
			case g.overFloor > 0:
				add(s.Name, "time / floor", ratio(s.Cost.Wall, s.Floor), g.overFloor)
			default:
				add(s.Name, "seconds", time.Duration(s.Cost.Wall).Seconds(), g.wall.Seconds())
			}
		}
	}
}

// judgeGrowth asks whether five times the topics are at most five times the cost.
func judgeGrowth(small []step, big round, add adder) {
	peak := int64(0)
	for _, s := range big.Steps {
		peak = max(peak, s.Cost.ProviderPeak)
		i := slices.IndexFunc(small, func(other step) bool { return other.Name == s.Name })
		if i < 0 {
			continue
		}
		factor := float64(growthTopics) / targetTopics
		add(s.Name, fmt.Sprintf("calls, %d / %d", growthTopics, targetTopics), float64(s.Calls.All)/float64(max(1, small[i].Calls.All)), factor)
		time := fmt.Sprintf("time, %d / %d", growthTopics, targetTopics)
		if s.Floor > 0 {
			time += fmt.Sprintf(" (floor: %.1f)", ratio(s.Floor, small[i].Floor))
		}
		add(s.Name, time, ratio(s.Cost.Wall, small[i].Cost.Wall), factor)
	}
	add("all", fmt.Sprintf("MB of memory at %d", growthTopics), megabytes(peak), megabytes(peakTarget))
}

// judgeLimited asks whether a server that says 429 gets no more calls for it.
func judgeLimited(free []step, limited round, add adder) {
	for _, s := range limited.Steps {
		i := slices.IndexFunc(free, func(other step) bool { return other.Name == s.Name })
		if i < 0 {
			continue
		}
		usual := float64(max(1, free[i].Calls.All))
		add(s.Name, fmt.Sprintf("more calls under %d requests/s", limitedRate), (float64(s.Calls.All)-usual)/usual, moreCalls)
	}
}

func ratio(a, b seconds) float64 { return float64(a) / float64(b) }

func megabytes(n int64) float64 { return float64(n) / (1 << 20) }
