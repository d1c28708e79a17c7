package spec

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
)

// formMIME is the content type of forms.
const formMIME = "application/x-www-form-urlencoded"

// Side says whose part of an exchange differs.
type Side string

// The sides of an exchange.
const (
	Request Side = "request"
	Answer  Side = "answer"
)

// Difference is one thing in an exchange that the OpenAPI file does not have.
type Difference struct {
	Operation string // operationId, or method and path of what no file knows
	Side      Side
	Status    int
	// Rule is what is broken: a keyword of JSON schema such as required or type,
	// or one of operation, security, parameter, status, content, undeclared and known.
	Rule string
	// Where is a JSON pointer into the body, with * for the elements of lists, or
	// what else of the exchange is meant.
	Where string
	Text  string
}

// String is the difference in one line.
func (d Difference) String() string {
	return fmt.Sprintf("%s: %s of status %d differs at %s (%s): %s", d.Operation, d.Side, d.Status, d.Where, d.Rule, d.Text)
}

// Validate finds what differs in an exchange, and names its operation. Answers
// that a test made up are not looked at, nor are requests of others than Clink's
// client: tests may send nonsense, to see it refused.
func (d *Documents) Validate(e Exchange) (operation string, found []Difference, err error) {
	address, err := url.Parse(e.URL)
	if err != nil {
		return "", nil, fmt.Errorf("%s: %w", e, err)
	}
	if foreign(e, address.Path) {
		return e.Method + " " + address.Path, nil, nil
	}
	req := &http.Request{
		Method: e.Method, URL: address, Host: address.Host, Header: e.Header.Clone(),
		Body: io.NopCloser(strings.NewReader(e.Body)), ContentLength: int64(len(e.Body)),
	}
	v := validation{exchange: e, options: &openapi3filter.Options{
		MultiError: true, IncludeResponseStatus: true, RejectWhenRequestBodyNotSpecified: true, SkipSettingDefaults: true,
		AuthenticationFunc: authenticated, SchemaValidationOptions: schemaOptions(),
	}}
	doc, route, values, err := d.find(req)
	if err != nil {
		v.operation = e.Method + " " + address.Path
		v.add(Request, "operation", "path", err.Error())
		return v.operation, v.found, nil
	}
	v.operation, v.documented = route.Operation.OperationID, route.Operation
	input := &openapi3filter.RequestValidationInput{Request: req, PathParams: values, Route: route, Options: v.options}
	if e.ByClient() {
		v.request(input)
	}
	if e.Status != 0 && !e.Fault {
		v.answer(doc, input)
	}
	return v.operation, v.found, nil
}

// validation is the judgement of one exchange in the making.
type validation struct {
	exchange   Exchange
	options    *openapi3filter.Options
	operation  string
	documented *openapi3.Operation
	found      []Difference
}

func (v *validation) add(side Side, rule, where, text string) {
	v.found = append(v.found, Difference{v.operation, side, v.exchange.Status, rule, where, text})
}

func (v *validation) request(input *openapi3filter.RequestValidationInput) {
	// The validator takes no form whose schema is composed of others.
	mime := v.exchange.Header.Get("Content-Type")
	isForm := strings.HasPrefix(mime, formMIME)
	v.options.ExcludeRequestBody = isForm
	if err := openapi3filter.ValidateRequest(input.Request.Context(), input); err != nil {
		v.flatten(Request, "request", err)
	}
	for name := range input.Request.URL.Query() {
		if v.documented.Parameters.GetByInAndName(openapi3.ParameterInQuery, name) == nil {
			v.add(Request, "undeclared", "query "+name, "a query parameter that the operation does not have")
		}
	}
	if body := v.documented.RequestBody; body != nil && v.exchange.Body != "" {
		text, media := v.exchange.Body, body.Value.Content.Get(mime)
		if isForm {
			text = v.form(media)
		}
		v.strictly(Request, media, text)
	}
}

// form validates the form in a request's body, and gives it as JSON.
func (v *validation) form(media *openapi3.MediaType) string {
	values, err := url.ParseQuery(v.exchange.Body)
	if err != nil || media == nil {
		v.add(Request, "content", "body", fmt.Sprintf("a form where none is documented, or no form: %v", err))
		return ""
	}
	object := map[string]any{}
	for name, given := range values {
		object[name] = given[0]
		for _, part := range parts([]*openapi3.Schema{media.Schema.Value}) {
			property := part.Properties[name]
			if number, err := strconv.ParseFloat(given[0], 64); err == nil && property != nil && property.Value.Type.Is("integer") {
				object[name] = number
			}
		}
	}
	if err := media.Schema.Value.VisitJSON(object, append(schemaOptions(), openapi3.MultiErrors(), openapi3.VisitAsRequest())...); err != nil {
		v.flatten(Request, "body", err)
	}
	text, err := json.Marshal(object)
	if err != nil {
		v.add(Request, "content", "body", err.Error())
	}
	return string(text)
}

func (v *validation) answer(doc *document, input *openapi3filter.RequestValidationInput) {
	e := v.exchange
	header := e.AnswerHeader.Clone()
	if header == nil {
		header = http.Header{}
	}
	documented := v.documented.Responses.Status(e.Status)
	if documented == nil {
		v.add(Answer, "status", "status "+strconv.Itoa(e.Status), "the operation does not have this status")
		v.undocumented(doc, header)
		return
	}
	err := openapi3filter.ValidateResponse(input.Request.Context(), &openapi3filter.ResponseValidationInput{
		RequestValidationInput: input, Status: e.Status, Header: header,
		Body: io.NopCloser(strings.NewReader(e.Answer)), Options: v.options,
	})
	if err != nil {
		v.flatten(Answer, "answer", err)
	}
	if len(documented.Value.Content) == 0 && e.Answer != "" {
		v.add(Answer, "content", "body", "a body where none is documented")
	}
	v.strictly(Answer, documented.Value.Content.Get(header.Get("Content-Type")), e.Answer)
}

// undocumented judges the body of a status that the operation does not have: a
// success has none, an error one like the others.
func (v *validation) undocumented(doc *document, header http.Header) {
	if v.exchange.Status < 300 {
		if v.exchange.Answer != "" {
			v.add(Answer, "content", "body", "a body with a status that is not documented")
		}
		return
	}
	if mime := header.Get("Content-Type"); mime != "application/json" {
		v.add(Answer, "content", "content type", fmt.Sprintf("%q, not JSON", mime))
		return
	}
	var value any
	if err := json.Unmarshal([]byte(v.exchange.Answer), &value); err != nil {
		v.add(Answer, "content", "body", err.Error())
		return
	}
	if err := doc.failure.Value.VisitJSON(value, append(schemaOptions(), openapi3.MultiErrors(), openapi3.VisitAsResponse())...); err != nil {
		v.flatten(Answer, "answer", err)
	}
	v.strictly(Answer, &openapi3.MediaType{Schema: doc.failure}, v.exchange.Answer)
}

// flatten turns the validator's error into one difference for each broken rule.
func (v *validation) flatten(side Side, where string, err error) {
	var (
		many      openapi3.MultiError
		schema    *openapi3.SchemaError
		request   *openapi3filter.RequestError
		answer    *openapi3filter.ResponseError
		forbidden *openapi3filter.SecurityRequirementsError
	)
	switch {
	case asExactly(err, &many):
		for _, one := range many {
			v.flatten(side, where, one)
		}
	case asExactly(err, &schema):
		if schema.Origin != nil && errors.As(schema.Origin, &many) {
			v.flatten(side, where, many)
			return
		}
		v.add(side, schema.SchemaField, pointer(schema.JSONPointer()), schema.Reason)
	case asExactly(err, &request):
		at := "body"
		if request.Parameter != nil {
			at = request.Parameter.In + " " + request.Parameter.Name
		}
		if request.Err == nil || errors.Is(request.Err, openapi3filter.ErrInvalidRequired) {
			v.add(side, "parameter", at, request.Error())
			return
		}
		v.flatten(side, at, request.Err)
	case asExactly(err, &answer):
		if answer.Err == nil {
			v.add(side, "content", "content type", answer.Reason)
			return
		}
		v.flatten(side, "body", answer.Err)
	case asExactly(err, &forbidden):
		at := "header Authorization"
		if !strings.Contains(v.exchange.URL, "/clusters/lkc-") && !strings.Contains(v.exchange.URL, "/networking/") {
			at += " on Confluent Platform"
		}
		v.add(side, "security", at, err.Error())
	default:
		v.add(side, "content", where, err.Error())
	}
}

// asExactly is errors.As that does not look below the outermost error.
func asExactly[E error](err error, target *E) bool {
	e, is := err.(E) //nolint:errorlint // the levels are handled one by one
	if is {
		*target = e
	}
	return is
}

// pointer writes a path into a document, the same for all elements of a list.
func pointer(path []string) string {
	var b strings.Builder
	for _, step := range path {
		if _, err := strconv.Atoi(step); err == nil {
			step = "*"
		}
		b.WriteString("/" + step)
	}
	if b.Len() == 0 {
		return "/"
	}
	return b.String()
}

// authenticated says whether a request has credentials of the documented kind.
func authenticated(_ context.Context, in *openapi3filter.AuthenticationInput) error {
	want := "Bearer"
	if in.SecurityScheme.Type == "http" && in.SecurityScheme.Scheme == "basic" {
		want = "Basic"
	}
	if got := in.RequestValidationInput.Request.Header.Get("Authorization"); got != want {
		return fmt.Errorf("authorization is %q, not %s", got, want)
	}
	return nil
}

// schemaOptions check the formats that the files use and that Go can tell.
func schemaOptions() []openapi3.SchemaValidationOption {
	return []openapi3.SchemaValidationOption{
		openapi3.DisableSchemaErrorDetails(),
		openapi3.WithStringFormatValidator("date-time", openapi3.NewCallbackValidator(func(s string) error {
			_, err := time.Parse(time.RFC3339Nano, s)
			return err
		})),
		openapi3.WithStringFormatValidator("uri", openapi3.NewCallbackValidator(func(s string) error {
			u, err := url.Parse(s)
			if err == nil && !u.IsAbs() {
				err = errors.New("not absolute")
			}
			return err
		})),
	}
}
