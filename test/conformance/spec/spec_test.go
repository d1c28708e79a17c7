package spec

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

// link is an answer to getKafkaLink that keeps to the file.
const link = `{"kind":"KafkaLinkData","metadata":{"self":"https://pkc/links/l"},"source_cluster_id":"lkc-1","link_name":"l",` +
	`"cluster_link_id":"qz0HDEV-Qz2B5aPFpcWQJQ","topic_names":[],"link_state":"ACTIVE","link_error":"NO_ERROR"}`

// exchange is one of Clink's client.
func exchange(method, path, body string, status int, answer string) Exchange {
	e := Exchange{
		Test: "test", Method: method, URL: "https://pkc" + path, Body: body, Status: status, Answer: answer,
		Header:       http.Header{"User-Agent": {"Terraform/1.14"}, "Content-Type": {"application/json"}, "Authorization": {"Basic"}},
		AnswerHeader: http.Header{},
	}
	if answer != "" {
		e.AnswerHeader.Set("Content-Type", "application/json")
	}
	return e
}

func TestValidate(t *testing.T) {
	t.Parallel()
	documents, err := Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	const links, one = "/kafka/v3/clusters/lkc-2/links", "/kafka/v3/clusters/lkc-2/links/l"
	const service = "/networking/v1/network-link-services"
	platform := exchange("GET", strings.Replace(one, "lkc-2", "0gXf5xg8Sp2G4FlxNriNaA", 1), "", 200, link)
	platform.Header.Del("Authorization")
	token := func(form string) Exchange {
		e := exchange("POST", "/sts/v1/oauth2/token", form, 400, `{"errors":[]}`)
		e.Header.Set("Content-Type", formMIME)
		return e
	}
	const form = "grant_type=urn:ietf:params:oauth:grant-type:token-exchange&subject_token=x&subject_token_type=urn:ietf:params:oauth:token-type:jwt" +
		"&requested_token_type=urn:ietf:params:oauth:token-type:access_token&identity_pool_id=pool-1"
	html := exchange("GET", one, "", 429, "<html>429</html>")
	html.AnswerHeader.Set("Content-Type", "text/html")
	anonymous := exchange("GET", one, "", 200, link)
	anonymous.Header.Del("Authorization")
	madeUp := exchange("GET", one, "", 200, "{}")
	madeUp.Fault = true
	byTest := exchange("POST", links, "[]", 400, `{"error_code":400,"message":"no"}`)
	byTest.Header.Set("User-Agent", "Go-http-client/1.1")
	for name, tc := range map[string]struct {
		exchange Exchange
		want     []string // rule and place
	}{
		"as documented":          {exchange("GET", one, "", 200, link), nil},
		"without the prefix":     {exchange("GET", strings.TrimPrefix(one, "/kafka"), "", 200, link), nil},
		"an error":               {exchange("GET", one, "", 400, `{"error_code":400,"message":null}`), nil},
		"a page at 429":          {html, nil},
		"made up by a test":      {madeUp, nil},
		"asked by a test":        {byTest, nil},
		"no answer":              {exchange("GET", one, "", 0, ""), nil},
		"a field is missing":     {exchange("GET", one, "", 200, strings.Replace(link, `"link_name":"l",`, "", 1)), []string{"required /link_name"}},
		"a field is new":         {exchange("GET", one, "", 200, strings.Replace(link, `{`, `{"color":1,`, 1)), []string{"undeclared /color"}},
		"a wrong type":           {exchange("GET", one, "", 200, strings.Replace(link, `"l"`, `7`, 1)), []string{"type /link_name"}},
		"null":                   {exchange("GET", one, "", 200, strings.Replace(link, `"l"`, `null`, 1)), []string{"nullable /link_name"}},
		"an unknown state":       {exchange("GET", one, "", 200, strings.Replace(link, `ACTIVE`, `TIRED`, 1)), []string{"known /link_state"}},
		"in a list":              {exchange("GET", links, "", 200, `{"kind":"k","metadata":{"self":"s"},"data":[`+link+`,{}]}`), []string{"required /data/*/link_name"}},
		"an unknown status":      {exchange("GET", one, "", 404, `{"error_code":404,"message":"gone"}`), []string{"status status 404"}},
		"an unknown error body":  {exchange("GET", one, "", 404, `{"message":"gone"}`), []string{"status status 404", "required /error_code"}},
		"no body":                {exchange("GET", one, "", 200, ""), []string{"content content type"}},
		"a body too many":        {exchange("DELETE", one, "", 200, "{}"), []string{"content body"}},
		"no such operation":      {exchange("PATCH", one, "", 200, link), []string{"operation path"}},
		"no login":               {anonymous, []string{"security header Authorization"}},
		"no login on Platform":   {platform, []string{"security header Authorization on Confluent Platform"}},
		"a parameter too few":    {exchange("POST", links, "{}", 400, `{"error_code":1,"message":""}`), []string{"parameter query link_name"}},
		"a parameter too many":   {exchange("GET", one+"?verbose=1", "", 200, link), []string{"undeclared query verbose"}},
		"a parameter's type":     {exchange("GET", one+"?include_tasks=maybe", "", 200, link), []string{"content query include_tasks"}},
		"a request's field":      {exchange("PUT", one+"/configs:alter", `{"data":[{"name":"a","values":"1"}]}`, 204, ""), []string{"undeclared /data/*/values"}},
		"a request's type":       {exchange("PUT", one+"/configs/a", `{"value":1}`, 204, ""), []string{"type /value"}},
		"a form":                 {token(form + "&expires_in=900"), nil},
		"a form's type":          {token(form + "&expires_in=long"), []string{"type /expires_in"}},
		"a form's word":          {token(strings.Replace(form, "jwt", "gif", 1)), []string{"known /subject_token_type"}},
		"a form's field":         {token("x=1&" + form), []string{"undeclared /x"}},
		"half a form":            {token("grant_type=x"), []string{"required /subject_token", "known /grant_type"}},
		"networking's error":     {exchange("GET", service+"/nls-1?environment=env-1", "", 404, `{"errors":[{"status":404}]}`), []string{"type /errors/*/status"}},
		"networking's parameter": {exchange("GET", service+"/nls-1", "", 404, `{"errors":[]}`), []string{"parameter query environment"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, differences, err := documents.Validate(tc.exchange)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, d := range differences {
				got = append(got, d.Rule+" "+d.Where)
			}
			for _, want := range tc.want {
				if !slices.Contains(got, want) {
					t.Errorf("%s was not found", want)
				}
			}
			if len(tc.want) == 0 && len(got) > 0 || t.Failed() {
				t.Errorf("found %v", differences)
			}
		})
	}
}

func TestJudge(t *testing.T) {
	t.Parallel()
	documents, err := Load(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	const one = "/kafka/v3/clusters/lkc-2/links/l"
	lost := exchange("GET", one, "", 404, `{"error_code":404,"message":"gone"}`)
	odd := exchange("GET", one, "", 200, strings.Replace(link, `ACTIVE`, `TIRED`, 1))
	report, err := documents.Judge([]Exchange{exchange("GET", one, "", 200, link), lost, lost, odd, odd, exchange("GET", one, "", 0, "")})
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Explained) != 1 || report.Asked["getKafkaLink"] != 6 || report.Dropped != 1 {
		t.Errorf("report: %+v", report)
	}
	if len(report.Findings) != 1 || report.Findings[0].Count != 2 || report.Findings[0].Where != "/link_state" {
		t.Errorf("findings: %v", report.Findings)
	}
	if unused := len(report.Unused()); unused != len(Exceptions())-1 {
		t.Errorf("%d exceptions are unused", unused)
	}
	var text strings.Builder
	if err := report.Write(&text); err != nil || !strings.Contains(text.String(), "TIRED") || !strings.Contains(text.String(), "contract G15") {
		t.Errorf("%v\n%s", err, text.String())
	}
}

func TestReadAll_readsWhatWriteWrites(t *testing.T) {
	t.Parallel()
	var file strings.Builder
	want := exchange("GET", "/x", "", 200, "line\nbreak")
	for range 2 {
		if err := Write(&file, want); err != nil {
			t.Fatal(err)
		}
	}
	all, err := ReadAll(strings.NewReader(file.String()))
	if err != nil || len(all) != 2 || all[1].String() != want.String() || all[1].Answer != want.Answer {
		t.Errorf("%v, %v", all, err)
	}
	if _, err := ReadAll(strings.NewReader(file.String() + "{")); err == nil {
		t.Error("half a line was read")
	}
}
