package spec

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"
)

// strictly looks at what the validator lets pass: fields that the schema does
// not declare, and values that a list of known values does not have.
func (v *validation) strictly(side Side, media *openapi3.MediaType, body string) {
	if media == nil || media.Schema == nil || body == "" {
		return
	}
	decoder := json.NewDecoder(bytes.NewReader([]byte(body)))
	decoder.UseNumber()
	var value any
	if decoder.Decode(&value) != nil {
		return // the validator has said so
	}
	strict{v, side}.look(nil, []*openapi3.Schema{media.Schema.Value}, value)
}

// strict walks a document along its schemas.
type strict struct {
	*validation
	side Side
}

// look compares a value with all schemas that it has to fit.
func (s strict) look(path []string, schemas []*openapi3.Schema, value any) {
	schemas = parts(schemas)
	switch value := value.(type) {
	case map[string]any:
		s.fields(path, schemas, value)
	case []any:
		var elements []*openapi3.Schema
		for _, schema := range schemas {
			if schema.Items != nil {
				elements = append(elements, schema.Items.Value)
			}
		}
		for _, element := range value {
			s.look(append(path, "*"), elements, element)
		}
	case string:
		for _, schema := range schemas {
			if known, ok := schema.Extensions["x-extensible-enum"].([]any); ok && !slices.Contains(known, any(value)) {
				s.add(s.side, "known", pointer(path), fmt.Sprintf("%q is none of %v", value, known))
			}
		}
	}
}

func (s strict) fields(path []string, schemas []*openapi3.Schema, object map[string]any) {
	declared := map[string][]*openapi3.Schema{}
	for _, schema := range schemas {
		for name, property := range schema.Properties {
			declared[name] = append(declared[name], property.Value)
		}
	}
	if len(declared) == 0 {
		return // any object
	}
	for name, value := range object {
		schemas, known := declared[name]
		if !known {
			s.add(s.side, "undeclared", pointer(append(path, name)), "the schema does not declare this field")
			continue
		}
		s.look(append(path, name), schemas, value)
	}
}

// parts are schemas with those that they are composed of.
func parts(schemas []*openapi3.Schema) []*openapi3.Schema {
	var all []*openapi3.Schema
	for _, schema := range schemas {
		all = append(all, schema)
		for _, refs := range []openapi3.SchemaRefs{schema.AllOf, schema.OneOf, schema.AnyOf} {
			for _, ref := range refs {
				all = append(all, parts([]*openapi3.Schema{ref.Value})...)
			}
		}
	}
	return all
}
