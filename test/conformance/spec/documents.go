// Package spec judges traffic by the OpenAPI files that lie in the modules of
// Confluent's own Go SDK. What practice is known to do differently is a list of
// exceptions, each with its source.
package spec

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
)

// The modules that hold the OpenAPI files.
const (
	kafkaModule      = "github.com/confluentinc/ccloud-sdk-go-v2/kafkarest"
	networkingModule = "github.com/confluentinc/ccloud-sdk-go-v2/networking"
	stsModule        = "github.com/confluentinc/ccloud-sdk-go-v2/sts"
)

// Documents are the OpenAPI files of the APIs that Clink calls.
type Documents struct {
	kafka, networking, sts document
}

// document is one OpenAPI file.
type document struct {
	doc    *openapi3.T
	router routers.Router
	// failure is the schema of error bodies.
	failure *openapi3.SchemaRef
}

// Load reads the OpenAPI files out of the module cache. It has to run inside the
// module that requires the SDK.
func Load(ctx context.Context) (*Documents, error) {
	kafka, err := load(ctx, kafkaModule, "v3", "Error")
	if err != nil {
		return nil, err
	}
	networking, err := load(ctx, networkingModule, "v1", "Failure")
	if err != nil {
		return nil, err
	}
	sts, err := load(ctx, stsModule, "v1", "Failure")
	if err != nil {
		return nil, err
	}
	return &Documents{kafka, networking, sts}, nil
}

func load(ctx context.Context, module, version, failure string) (document, error) {
	dir, err := exec.CommandContext(ctx, "go", "list", "-m", "-f", "{{.Dir}}", module).Output() //nolint:gosec // one of the constants above
	if err != nil {
		return document{}, fmt.Errorf("finding %s: %w", module, err)
	}
	loader := openapi3.NewLoader()
	loader.Context = ctx
	doc, err := loader.LoadFromFile(filepath.Join(strings.TrimSpace(string(dir)), version, "api", "openapi.yaml"))
	if err != nil {
		return document{}, fmt.Errorf("reading the OpenAPI file of %s: %w", module, err)
	}
	// Its examples break its own rules, which is no matter of ours.
	if err := doc.Validate(ctx, openapi3.DisableExamplesValidation()); err != nil {
		return document{}, fmt.Errorf("the OpenAPI file of %s: %w", module, err)
	}
	doc.Servers = nil // requests go to any host
	router, err := gorillamux.NewRouter(doc)
	if err != nil {
		return document{}, fmt.Errorf("the OpenAPI file of %s: %w", module, err)
	}
	return document{doc, router, doc.Components.Schemas[failure]}, nil
}

// foreign says whether a request is to something that is not Confluent Cloud's: an
// identity provider, wherever the user says that it is, the metadata service of
// Confluent Platform, or a reversal by the name that Platform before 8.0 has for it
// (contract A.9).
func foreign(e Exchange, path string) bool {
	asksForToken := strings.HasPrefix(e.Header.Get("Content-Type"), formMIME) && !strings.HasPrefix(path, "/sts/")
	return asksForToken || strings.HasPrefix(path, "/security/") ||
		strings.HasSuffix(path, "/mirrors:promote-local-and-start-remote-mirror") || strings.HasSuffix(path, "/mirrors:promote-local-and-pause-remote-mirror")
}

// errUndocumented is the error for a request to something that no file knows.
var errUndocumented = errors.New("no OpenAPI file knows this path and method")

// find is the operation that serves a request, and the values in its path.
// Confluent Platform's REST Proxy has no /kafka before /v3.
func (d *Documents) find(req *http.Request) (*document, *routers.Route, map[string]string, error) {
	doc := &d.kafka
	switch {
	case strings.HasPrefix(req.URL.Path, "/networking/"):
		doc = &d.networking
	case strings.HasPrefix(req.URL.Path, "/sts/"):
		doc = &d.sts
	case strings.HasPrefix(req.URL.Path, "/v3/"):
		moved := *req
		moved.URL = &url.URL{Path: "/kafka" + req.URL.Path, RawPath: prefixed("/kafka", req.URL.RawPath), RawQuery: req.URL.RawQuery}
		req = &moved
	}
	route, values, err := doc.router.FindRoute(req)
	if err != nil {
		return doc, nil, nil, errUndocumented
	}
	return doc, route, values, nil
}

func prefixed(prefix, path string) string {
	if path == "" {
		return ""
	}
	return prefix + path
}

// Operation is the operationId of a request, or its method and path when no file
// knows it.
func (d *Documents) Operation(method, path string) string {
	_, route, _, err := d.find(&http.Request{Method: method, URL: &url.URL{Path: path}})
	if err != nil {
		return method + " " + path
	}
	return route.Operation.OperationID
}

// Operations are the operationIds of all operations with one of these tags.
func (d *Documents) Operations(tags ...string) []string {
	var ids []string
	for _, doc := range []*openapi3.T{d.kafka.doc, d.networking.doc, d.sts.doc} {
		for _, item := range doc.Paths.Map() {
			for _, operation := range item.Operations() {
				if slices.ContainsFunc(operation.Tags, func(tag string) bool { return slices.Contains(tags, tag) }) {
					ids = append(ids, operation.OperationID)
				}
			}
		}
	}
	slices.Sort(ids)
	return ids
}

func init() {
	// The 429 of a proxy is a page; the schema calls it a string.
	openapi3filter.RegisterBodyDecoder("text/html", openapi3filter.PlainBodyDecoder)
}
