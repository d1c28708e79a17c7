package kafka

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
)

func TestRequests(t *testing.T) {
	t.Parallel()
	value := "v"
	for name, c := range map[string]struct {
		call func(*Client) error
		want string
	}{
		"create link": {func(c *Client) error {
			return c.CreateLink(t.Context(), NewLink{Name: "a b", SourceClusterID: "lkc-2", Configs: []Setting{{"x", &value}, {"y", nil}}})
		}, `POST links?link_name=a+b {"source_cluster_id":"lkc-2","configs":[{"name":"x","value":"v"},{"name":"y","value":null}]}`},
		"create unvalidated link": {func(c *Client) error {
			return c.CreateLink(t.Context(), NewLink{Name: "l", RemoteClusterID: "lkc-2", SkipValidation: true})
		}, `POST links?link_name=l&validate_link=false {"remote_cluster_id":"lkc-2","configs":null}`},
		"delete link":   {func(c *Client) error { return c.DeleteLink(t.Context(), "l", false) }, `DELETE links/l`},
		"force":         {func(c *Client) error { return c.DeleteLink(t.Context(), "l", true) }, `DELETE links/l?force=true`},
		"create mirror": {func(c *Client) error { return c.CreateMirror(t.Context(), "l", NewMirror{SourceTopicName: "t"}) }, `POST links/l/mirrors {"source_topic_name":"t"}`},
		"all of mirror": {func(c *Client) error {
			return c.CreateMirror(t.Context(), "l", NewMirror{SourceTopicName: "t", MirrorTopicName: "p-t", ReplicationFactor: 3, Configs: []Setting{{"x", &value}}})
		}, `POST links/l/mirrors {"source_topic_name":"t","mirror_topic_name":"p-t","replication_factor":3,"configs":[{"name":"x","value":"v"}]}`},
		"delete topic": {func(c *Client) error { return c.DeleteTopic(t.Context(), "a/b", "l") }, `DELETE topics/a%2Fb`},
		"alter topic": {func(c *Client) error {
			return c.AlterTopicSettings(t.Context(), "t", []Alteration{{"x", &value}, {"y", nil}})
		}, `POST topics/t/configs:alter {"data":[{"name":"x","value":"v","operation":"SET"},{"name":"y","operation":"DELETE"}]}`},
		"alter link": {func(c *Client) error {
			return c.AlterLinkSettings(t.Context(), "l", []Alteration{{"x", new("")}, {"y", nil}}, nil)
		}, `PUT links/l/configs:alter {"data":[{"name":"x","value":"","operation":"SET"},{"name":"y","operation":"DELETE"}]}`},
		"transition": {func(c *Client) error { _, err := c.MirrorTransition(t.Context(), "l", "t"); return err }, `GET links/l/mirrors/t?include_state_transition_errors=true`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f, client := newFake(always(http.StatusOK, `{"mirror_topic_name":"t"}`))
			if err := c.call(client); err != nil {
				t.Fatal(err)
			}
			f.expect(t, true, c.want)
		})
	}
}

// Flags come as is_default or default, and so on.
func TestLinkSettings_bothSpellings(t *testing.T) {
	t.Parallel()
	_, c := newFake(always(http.StatusOK, `{"kind":"KafkaLinkConfigDataList","metadata":{"next":null},"data":[
		{"name":"cloud","value":"a","is_default":true,"is_read_only":true,"is_sensitive":false,"source":"DEFAULT","synonyms":["x"]},
		{"name":"platform","value":"b","default":true,"read_only":true},
		{"name":"set","value":"c","is_default":false,"default":false},
		{"name":"secret","value":null,"sensitive":true},
		{"name":"secret too","is_sensitive":true}]}`))
	got, err := c.LinkSettings(t.Context(), "l")
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]SettingEntry{
		"cloud":      {Name: "cloud", Source: "DEFAULT", Default: true, ReadOnly: true},
		"platform":   {Name: "platform", Default: true, ReadOnly: true},
		"set":        {Name: "set"},
		"secret":     {Name: "secret", Sensitive: true},
		"secret too": {Name: "secret too", Sensitive: true},
	} {
		entry := got[name]
		entry.Value = nil
		if entry != want {
			t.Errorf("%s: %s, want %s", name, sprint(entry), sprint(want))
		}
	}
	if got.Value("cloud") != "a" || got.Value("secret") != "" || got.Value("none") != "" || got["secret"].Value != nil {
		t.Errorf("values: %s", sprint(got))
	}
}

func TestAlterLinkSettings_withoutTheBatchCall(t *testing.T) {
	t.Parallel()
	f, c := newFake(func(request string, _ []byte) (int, any) {
		if strings.Contains(request, "configs:alter") {
			return http.StatusMethodNotAllowed, "<html>"
		}
		return http.StatusNoContent, nil
	})
	if err := c.AlterLinkSettings(t.Context(), "l", []Alteration{{"x", new("1")}, {"y", nil}}, nil); err != nil {
		t.Fatal(err)
	}
	f.expect(t, true, `PUT links/l/configs:alter {"data":[{"name":"x","value":"1","operation":"SET"},{"name":"y","operation":"DELETE"}]}`,
		`PUT links/l/configs/x {"value":"1"}`, `DELETE links/l/configs/y`)
}

func TestAlterLinkSettings_otherErrorsAreNotTriedSingly(t *testing.T) {
	t.Parallel()
	f, c := newFake(always(http.StatusBadRequest, refusal(40002, "Invalid value secret-1 for x")))
	err := c.AlterLinkSettings(t.Context(), "l", []Alteration{{"x", new("secret-1")}}, []string{"secret-1"})
	var api *rest.APIError
	if !errors.As(err, &api) || api.Message != "Invalid value (hidden) for x" || len(f.requests(false)) != 1 {
		t.Errorf("got %v after %v", err, f.requests(false))
	}
}

// The same words mean a state that passes, a name that is taken, or neither.
func TestErrors_serversWords(t *testing.T) {
	t.Parallel()
	type meaning struct{ notYet, otherHalf, exists, prefix, refused bool }
	for name, c := range map[string]struct {
		status  int
		message string
		want    meaning
	}{
		"right after create":    {404, "The cluster link doesn't exist: Unable to resolve cluster link information for lk", meaning{notYet: true}},
		"no such link":          {404, "The cluster link doesn't exist: ", meaning{}},
		"other half":            {400, "Invalid Cluster Link: the destination cluster does not have a link named lk", meaning{notYet: true, otherHalf: true}},
		"exists":                {400, "A cluster link already exists with the provided link name: Unable to validate cluster link due to error: Cluster link 'lk' already exists.", meaning{exists: true}},
		"exists, 409":           {409, "Cluster link 'lk' already exists", meaning{exists: true}},
		"topic exists":          {400, "Topic 'x' already exists.", meaning{exists: true}},
		"prefix taken":          {400, "A link with the prefix dr- already exists", meaning{prefix: true}},
		"remote refused":        {401, "Unable to validate cluster link due to error: Client SASL mechanism 'PLAIN' not enabled in the server", meaning{refused: true}},
		"wrong key":             {401, "Authentication failed", meaning{}},
		"same words, other 5xx": {501, "does not have a link named", meaning{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, client := newFake(always(c.status, refusal(c.status, c.message)))
			err := client.CreateLink(t.Context(), NewLink{Name: "lk"})
			got := meaning{NotYetVisible(err), OtherHalfMissing(err), AlreadyExists(err), PrefixTaken(err), RemoteRefused(err)}
			if got != c.want {
				t.Errorf("%v: %+v, want %+v", err, got, c.want)
			}
		})
	}
	if NotYetVisible(nil) || AlreadyExists(errors.New("already exists")) {
		t.Error("what is no answer has a meaning")
	}
}

func TestLink_remote(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		`{"link_name":"l","remote_cluster_id":"lkc-r","source_cluster_id":"lkc-s"}`:   "lkc-r",
		`{"link_name":"l","source_cluster_id":"lkc-s","destination_cluster_id":null}`: "lkc-s",
		`{"link_name":"l","source_cluster_id":null,"destination_cluster_id":"lkc-d"}`: "lkc-d",
		`{"link_name":"l","link_state":"SOMETHING_NEW","topic_names":["x"]}`:          "",
	} {
		_, c := newFake(always(http.StatusOK, body))
		link, err := c.Link(t.Context(), "l")
		if err != nil || link.Remote() != want {
			t.Errorf("%s: %q, %v", body, link.Remote(), err)
		}
	}
}

// Partition lags of a list add up; unknown statuses pass through.
func TestMirrors_tolerant(t *testing.T) {
	t.Parallel()
	_, c := newFake(always(http.StatusOK, `{"data":[{"mirror_topic_name":"a","mirror_status":"RESTING","num_partitions":2,"mirror_lags":[{"partition":0,"lag":3,"last_source_fetch_offset":9},{"partition":1,"lag":4}]},{"mirror_topic_name":"b","mirror_lags":null}]}`))
	got, err := c.Mirrors(t.Context(), "l")
	if err != nil || len(got) != 2 || got[0].Status != "RESTING" || got[0].Lag() != 7 || got[1].Lag() != 0 {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestEncoderSecretMissing(t *testing.T) {
	t.Parallel()
	for message, want := range map[string]bool{
		"password.encoder.secret must be set on the brokers": true,
		"Password encoder secret not configured":             true,
		"Authentication failed":                              false,
	} {
		if got := EncoderSecretMissing(&rest.APIError{Status: http.StatusBadRequest, Message: message}); got != want {
			t.Errorf("%q: %t", message, got)
		}
	}
	if EncoderSecretMissing(nil) || EncoderSecretMissing(errors.New("password.encoder.secret")) {
		t.Error("what is no answer has a meaning")
	}
}
