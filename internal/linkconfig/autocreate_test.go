package linkconfig_test

import (
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/linkconfig"
)

func TestAutoCreates(t *testing.T) {
	t.Parallel()
	filter := func(entries string) map[string]string {
		return map[string]string{"auto.create.mirror.topics.enable": "true", "auto.create.mirror.topics.filters": `{"topicFilters":[` + entries + `]}`}
	}
	const (
		all      = `{"name":"*","patternType":"LITERAL","filterType":"INCLUDE"}`
		orders   = `{"name":"orders","patternType":"prefixed","filterType":"include"}`
		noOrders = `{"name":"orders.eu","patternType":"LITERAL","filterType":"EXCLUDE"}`
	)
	for name, c := range map[string]struct {
		settings map[string]string
		topic    string
		want     bool
	}{
		"all":                 {filter(all), "orders", true},
		"a beginning":         {filter(orders), "orders.eu", true},
		"another beginning":   {filter(orders), "order", false},
		"excluded":            {filter(all + "," + noOrders), "orders.eu", false},
		"excluded before":     {filter(noOrders + "," + all), "orders.eu", false},
		"beside the excluded": {filter(orders + "," + noOrders), "orders.us", true},
		"no filter":           {filter(""), "orders", false},
		"no settings":         {nil, "orders", false},
		"switched off":        {map[string]string{"auto.create.mirror.topics.enable": "false", "auto.create.mirror.topics.filters": filter(all)["auto.create.mirror.topics.filters"]}, "orders", false},
		"not JSON":            {map[string]string{"auto.create.mirror.topics.enable": "true", "auto.create.mirror.topics.filters": "{"}, "orders", false},
		"another object":      {map[string]string{"auto.create.mirror.topics.enable": "true", "auto.create.mirror.topics.filters": "{}"}, "orders", false},
	} {
		if got := linkconfig.AutoCreates(c.settings, c.topic); got != c.want {
			t.Errorf("%s: got %t", name, got)
		}
	}
}
