package main

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// The types below spell the JSON of `terraform providers schema -json`.

type dumpJSON struct {
	FormatVersion   string                  `json:"format_version"`
	ProviderSchemas map[string]providerJSON `json:"provider_schemas"`
}

type providerJSON struct {
	Provider           *schemaJSON             `json:"provider,omitempty"`
	Resources          map[string]schemaJSON   `json:"resource_schemas,omitempty"`
	DataSources        map[string]schemaJSON   `json:"data_source_schemas,omitempty"`
	EphemeralResources map[string]schemaJSON   `json:"ephemeral_resource_schemas,omitempty"`
	ListResources      map[string]schemaJSON   `json:"list_resource_schemas,omitempty"`
	Actions            map[string]schemaJSON   `json:"action_schemas,omitempty"`
	Functions          map[string]functionJSON `json:"functions,omitempty"`
	Identities         map[string]identityJSON `json:"resource_identity_schemas,omitempty"`
}

type schemaJSON struct {
	Version int64     `json:"version"`
	Block   blockJSON `json:"block"`
}

type blockJSON struct {
	Attributes      map[string]attributeJSON   `json:"attributes,omitempty"`
	BlockTypes      map[string]nestedBlockJSON `json:"block_types,omitempty"`
	Description     string                     `json:"description,omitempty"`
	DescriptionKind string                     `json:"description_kind"`
	Deprecated      bool                       `json:"deprecated,omitempty"`
}

type nestedBlockJSON struct {
	NestingMode string    `json:"nesting_mode"`
	Block       blockJSON `json:"block"`
	MinItems    int64     `json:"min_items,omitempty"`
	MaxItems    int64     `json:"max_items,omitempty"`
}

type attributeJSON struct {
	Type            tftypes.Type    `json:"type,omitempty"`
	NestedType      *nestedTypeJSON `json:"nested_type,omitempty"`
	Description     string          `json:"description,omitempty"`
	DescriptionKind string          `json:"description_kind"`
	Deprecated      bool            `json:"deprecated,omitempty"`
	Required        bool            `json:"required,omitempty"`
	Optional        bool            `json:"optional,omitempty"`
	Computed        bool            `json:"computed,omitempty"`
	Sensitive       bool            `json:"sensitive,omitempty"`
	WriteOnly       bool            `json:"write_only,omitempty"`
}

type nestedTypeJSON struct {
	Attributes  map[string]attributeJSON `json:"attributes"`
	NestingMode string                   `json:"nesting_mode"`
}

type functionJSON struct {
	Description        string          `json:"description,omitempty"`
	Summary            string          `json:"summary,omitempty"`
	DeprecationMessage string          `json:"deprecation_message,omitempty"`
	ReturnType         tftypes.Type    `json:"return_type"`
	Parameters         []parameterJSON `json:"parameters,omitempty"`
	VariadicParameter  *parameterJSON  `json:"variadic_parameter,omitempty"`
}

type parameterJSON struct {
	Name        string       `json:"name,omitempty"`
	Description string       `json:"description,omitempty"`
	IsNullable  bool         `json:"is_nullable,omitempty"`
	Type        tftypes.Type `json:"type"`
}

type identityJSON struct {
	Version    int64                            `json:"version"`
	Attributes map[string]identityAttributeJSON `json:"attributes"`
}

type identityAttributeJSON struct {
	Type              tftypes.Type `json:"type"`
	Description       string       `json:"description,omitempty"`
	RequiredForImport bool         `json:"required_for_import,omitempty"`
	OptionalForImport bool         `json:"optional_for_import,omitempty"`
}

// dump puts the provider under the address that the documentation generator looks for.
func dump(schemas *tfprotov6.GetProviderSchemaResponse, identities *tfprotov6.GetResourceIdentitySchemasResponse) dumpJSON {
	p := providerJSON{
		Resources:          mapOf(schemas.ResourceSchemas, schema),
		DataSources:        mapOf(schemas.DataSourceSchemas, schema),
		EphemeralResources: mapOf(schemas.EphemeralResourceSchemas, schema),
		ListResources:      mapOf(schemas.ListResourceSchemas, schema),
		Actions: mapOf(schemas.ActionSchemas, func(a *tfprotov6.ActionSchema) schemaJSON {
			return schema(a.Schema)
		}),
		Functions:  mapOf(schemas.Functions, function),
		Identities: mapOf(identities.IdentitySchemas, identity),
	}
	if schemas.Provider != nil {
		s := schema(schemas.Provider)
		p.Provider = &s
	}
	return dumpJSON{
		FormatVersion:   "1.0",
		ProviderSchemas: map[string]providerJSON{"registry.terraform.io/hashicorp/clink": p},
	}
}

func mapOf[From, To any](from map[string]From, convert func(From) To) map[string]To {
	to := make(map[string]To, len(from))
	for name, v := range from {
		to[name] = convert(v)
	}
	return to
}

func schema(s *tfprotov6.Schema) schemaJSON {
	return schemaJSON{Version: s.Version, Block: block(s.Block)}
}

func block(b *tfprotov6.SchemaBlock) blockJSON {
	if b == nil {
		return blockJSON{DescriptionKind: lower(tfprotov6.StringKindPlain)}
	}
	out := blockJSON{
		Attributes:      attributes(b.Attributes),
		BlockTypes:      make(map[string]nestedBlockJSON, len(b.BlockTypes)),
		Description:     b.Description,
		DescriptionKind: lower(b.DescriptionKind),
		Deprecated:      b.Deprecated,
	}
	for _, nested := range b.BlockTypes {
		out.BlockTypes[nested.TypeName] = nestedBlockJSON{
			NestingMode: lower(nested.Nesting),
			Block:       block(nested.Block),
			MinItems:    nested.MinItems,
			MaxItems:    nested.MaxItems,
		}
	}
	return out
}

func attributes(list []*tfprotov6.SchemaAttribute) map[string]attributeJSON {
	out := make(map[string]attributeJSON, len(list))
	for _, a := range list {
		attribute := attributeJSON{
			Type:            a.Type,
			Description:     a.Description,
			DescriptionKind: lower(a.DescriptionKind),
			Deprecated:      a.Deprecated,
			Required:        a.Required,
			Optional:        a.Optional,
			Computed:        a.Computed,
			Sensitive:       a.Sensitive,
			WriteOnly:       a.WriteOnly,
		}
		if a.NestedType != nil {
			attribute.NestedType = &nestedTypeJSON{
				Attributes:  attributes(a.NestedType.Attributes),
				NestingMode: lower(a.NestedType.Nesting),
			}
		}
		out[a.Name] = attribute
	}
	return out
}

func function(f *tfprotov6.Function) functionJSON {
	out := functionJSON{
		Description:        f.Description,
		Summary:            f.Summary,
		DeprecationMessage: f.DeprecationMessage,
	}
	if f.Return != nil {
		out.ReturnType = f.Return.Type
	}
	for _, p := range f.Parameters {
		out.Parameters = append(out.Parameters, parameter(p))
	}
	if f.VariadicParameter != nil {
		p := parameter(f.VariadicParameter)
		out.VariadicParameter = &p
	}
	return out
}

func parameter(p *tfprotov6.FunctionParameter) parameterJSON {
	return parameterJSON{Name: p.Name, Description: p.Description, IsNullable: p.AllowNullValue, Type: p.Type}
}

func identity(s *tfprotov6.ResourceIdentitySchema) identityJSON {
	out := identityJSON{Version: s.Version, Attributes: make(map[string]identityAttributeJSON, len(s.IdentityAttributes))}
	for _, a := range s.IdentityAttributes {
		out.Attributes[a.Name] = identityAttributeJSON{
			Type:              a.Type,
			Description:       a.Description,
			RequiredForImport: a.RequiredForImport,
			OptionalForImport: a.OptionalForImport,
		}
	}
	return out
}

// lower spells the protocol's constants (MARKDOWN, SINGLE) as the JSON does.
func lower(s interface{ String() string }) string {
	return strings.ToLower(s.String())
}
