package main

import (
	"testing"
	"time"
)

// measured is a round in which every step cost the same.
func measured(resource string, topics, parallelism, limit, made int, wall time.Duration) round {
	r := round{Resource: resource, Topics: topics, Links: 1, Parallelism: parallelism, RateLimit: limit, latency: targetLatency, settle: targetSettle}
	for _, c := range commands {
		r.Steps = append(r.Steps, step{
			Name: c.name, Calls: calls{All: made}, Cost: cost{Wall: seconds(wall), ProviderPeak: 100 << 20},
			Floor: seconds(10 * time.Second), Limit: seconds(60 * time.Second),
		})
	}
	return r
}

// verdictOn is whether a target was met, and whether it was judged at all.
func verdictOn(verdicts []verdict, step, what string) (met, judged bool) {
	for _, v := range verdicts {
		if v.Step == step && v.What == what {
			return v.Met, true
		}
	}
	return false, false
}

func TestJudge_metAndNotMet(t *testing.T) {
	t.Parallel()
	single := func(made int, wall time.Duration) []round {
		return []round{measured(singleType, targetTopics, usualParallelism, 0, made, wall)}
	}
	limited := func(made int) []round {
		return append(single(1000, time.Minute), measured(singleType, targetTopics, highParallelism, limitedRate, made, time.Hour))
	}
	grown := func(made int, wall time.Duration) []round {
		return append(single(1000, time.Minute), measured(singleType, growthTopics, usualParallelism, 0, made, wall))
	}
	for name, test := range map[string]struct {
		rounds     []round
		step, what string
		want       bool
	}{
		"few calls":           {single(1500, time.Minute), stepApply, "calls per topic", true},
		"too many calls":      {single(1501, time.Minute), stepApply, "calls per topic", false},
		"pause by batches":    {single(501, time.Minute), stepPause, "calls per topic", false},
		"plan":                {single(20, time.Minute), stepPlan, "calls", true},
		"plan with reads":     {single(21, time.Minute), stepPlan, "calls", false},
		"fast":                {single(1, 72*time.Second), stepDestroy, "time / limit", true},
		"slow":                {single(1, 73*time.Second), stepDestroy, "time / limit", false},
		"a plan near empty":   {single(1, 15*time.Second), stepPlan, "time / floor", true},
		"set":                 {[]round{measured(setType, targetTopics, usualParallelism, 0, 1050, 10*time.Second)}, stepApply, "seconds", true},
		"slow set":            {[]round{measured(setType, targetTopics, usualParallelism, 0, 1050, 11*time.Second)}, stepApply, "seconds", false},
		"calls when limited":  {limited(1100), stepApply, "more calls under 20 requests/s", true},
		"more when limited":   {limited(1101), stepApply, "more calls under 20 requests/s", false},
		"fewer when limited":  {limited(899), stepApply, "more calls under 20 requests/s", true},
		"calls grow linearly": {grown(5000, time.Minute), stepApply, "calls, 5000 / 1000", true},
		"calls grow more":     {grown(5001, time.Minute), stepApply, "calls, 5000 / 1000", false},
		"time grows more":     {grown(1, 6*time.Minute), stepApply, "time, 5000 / 1000 (floor: 1.0)", false},
		"memory":              {grown(1, time.Minute), "all", "MB of memory at 5000", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			met, judged := verdictOn(judge(test.rounds), test.step, test.what)
			if !judged || met != test.want {
				t.Errorf("met %v, judged %v", met, judged)
			}
		})
	}
}

// The targets are about one kind of round; others are not measured by them.
func TestJudge_onlyWhatTheTargetsAreAbout(t *testing.T) {
	t.Parallel()
	slower := measured(singleType, targetTopics, usualParallelism, 0, 1, time.Second)
	slower.latency = time.Second
	spread := measured(singleType, targetTopics, usualParallelism, 0, 1, time.Second)
	spread.Links = 5
	for name, r := range map[string]round{
		"size": measured(singleType, 100, usualParallelism, 0, 1, time.Second), "latency": slower, "links": spread,
		"usual parallelism under a limit": measured(singleType, targetTopics, usualParallelism, limitedRate, 1, time.Second),
	} {
		if verdicts := judge([]round{r}); len(verdicts) > 0 {
			t.Errorf("%s: %v", name, verdicts)
		}
	}
}
