package live

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"github.com/clusterlinking/terraform-provider-clink/test/conformance/spec"
)

// Replay sends recorded requests to a simulator, which has to hold the same
// clusters with the stand-ins as credentials, and compares its answers.
func Replay(ctx context.Context, documents *spec.Documents, clusters []Cluster, traffic []spec.Exchange, simulator string) (*Comparison, error) {
	c := &Comparison{operations: map[string]*operation{}}
	for _, e := range traffic {
		if e.Status == 0 {
			c.Unanswered++
			continue
		}
		address, err := url.Parse(e.URL)
		if err != nil {
			return nil, err
		}
		cluster := owner(clusters, address.Path)
		req, err := http.NewRequestWithContext(ctx, e.Method, simulator+address.RequestURI(), strings.NewReader(e.Body))
		if err != nil {
			return nil, err
		}
		req.Header = e.Header.Clone()
		req.SetBasicAuth(cluster.StandInKey(), cluster.StandInSecret())
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			return nil, fmt.Errorf("replaying %s: %w", e, err)
		}
		answer, err := io.ReadAll(resp.Body)
		_ = resp.Body.Close()
		if err != nil {
			return nil, fmt.Errorf("replaying %s: %w", e, err)
		}
		c.add(documents.Operation(e.Method, address.Path), e, resp.StatusCode, string(answer))
	}
	return c, nil
}

// answers are what the answers of one side had.
type answers struct {
	fields   map[string]bool            // JSON pointers
	words    map[string]map[string]bool // enumerated values by field
	settings map[string]string          // defaults of settings by name
}

func newAnswers() answers {
	return answers{map[string]bool{}, map[string]map[string]bool{}, map[string]string{}}
}

// word is what enumerated values look like.
var word = regexp.MustCompile(`^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$`)

// add takes apart one answer.
func (a answers) add(body string) {
	d := json.NewDecoder(bytes.NewReader([]byte(body)))
	d.UseNumber()
	var document any
	if d.Decode(&document) == nil {
		a.walk("", document)
	}
}

func (a answers) walk(at string, value any) {
	switch value := value.(type) {
	case map[string]any:
		a.setting(value)
		for name, inner := range value {
			a.fields[at+"/"+name] = true
			// The value of a setting is the user's, and no enumeration.
			if text, is := inner.(string); is && name != "value" && word.MatchString(text) {
				if a.words[at+"/"+name] == nil {
					a.words[at+"/"+name] = map[string]bool{}
				}
				a.words[at+"/"+name][text] = true
			}
			a.walk(at+"/"+name, inner)
		}
	case []any:
		for _, inner := range value {
			a.walk(at+"/*", inner)
		}
	}
}

// setting keeps the default of a setting; of one that was set only that there is
// such a setting.
func (a answers) setting(object map[string]any) {
	name, named := object["name"].(string)
	_, valued := object["value"]
	if !named || !valued || object["source"] == nil {
		return
	}
	for _, flag := range []string{"is_default", "default"} {
		if object[flag] == true {
			text, is := object["value"].(string)
			a.settings[name] = strconv.Quote(text)
			if !is {
				a.settings[name] = "null"
			}
			return
		}
	}
	if _, known := a.settings[name]; !known {
		a.settings[name] = ""
	}
}
