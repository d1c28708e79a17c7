package networklink

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/networking"
	"github.com/clusterlinking/terraform-provider-clink/internal/tfkit"
)

// The data sources of network links tell objects as maps of values by attribute:
// one object, or many by id.

// field is an attribute of an object that a data source tells.
type field[T any] struct {
	name, words string
	typ         attr.Type
	value       func(T) attr.Value
}

func textField[T any](name, words string, of func(T) string) field[T] {
	return field[T]{name, words, types.StringType, func(object T) attr.Value { return tfkit.TextOrNull(of(object)) }}
}

// statusFields are those that all objects have.
func statusFields[T any](of func(T) networking.Status) []field[T] {
	return []field[T]{
		textField("phase", "Phase, such as `READY`, `PENDING_ACCEPT` or `FAILED`.", func(o T) string { return string(of(o).Phase) }),
		textField("error_code", "Error code; null for none.", func(o T) string { return of(o).ErrorCode }),
		textField("error_message", "The API's words on the error.", func(o T) string { return of(o).ErrorMessage }),
	}
}

var acceptFields = map[string]attr.Type{environmentIDs: types.ListType{ElemType: types.StringType}, networkIDs: types.ListType{ElemType: types.StringType}}

func serviceFields() []field[networking.Service] {
	return append([]field[networking.Service]{
		textField("environment_id", "Id of the environment.", func(s networking.Service) string { return s.Spec.Environment.ID }),
		textField("network_id", "Id of the network that the service belongs to.", func(s networking.Service) string { return s.Spec.Network.ID }),
		textField("display_name", "Name.", func(s networking.Service) string { return s.Spec.DisplayName }),
		textField("description", "Description.", func(s networking.Service) string { return s.Spec.Description }),
		textField("resource_name", "Confluent Resource Name.", func(s networking.Service) string { return s.Metadata.ResourceName }),
		{"accept", "Whom the service accepts; null for nobody.", types.ObjectType{AttrTypes: acceptFields}, func(s networking.Service) attr.Value {
			if s.Spec.Accept == nil || len(s.Spec.Accept.Environments)+len(s.Spec.Accept.Networks) == 0 {
				return types.ObjectNull(acceptFields)
			}
			return types.ObjectValueMust(acceptFields, map[string]attr.Value{environmentIDs: tfkit.Texts(s.Spec.Accept.Environments), networkIDs: tfkit.Texts(s.Spec.Accept.Networks)})
		}},
	}, statusFields(func(s networking.Service) networking.Status { return s.Status })...)
}

func endpointFields() []field[networking.Endpoint] {
	return append([]field[networking.Endpoint]{
		textField("environment_id", "Id of the environment.", func(e networking.Endpoint) string { return e.Spec.Environment.ID }),
		textField("network_id", "Id of the network that the endpoint belongs to.", func(e networking.Endpoint) string { return e.Spec.Network.ID }),
		textField("network_link_service_id", "Id of the network link service that it connects to.", func(e networking.Endpoint) string { return e.Spec.Service.ID }),
		textField("display_name", "Name.", func(e networking.Endpoint) string { return e.Spec.DisplayName }),
		textField("description", "Description.", func(e networking.Endpoint) string { return e.Spec.Description }),
		textField("resource_name", "Confluent Resource Name.", func(e networking.Endpoint) string { return e.Metadata.ResourceName }),
		textField("expires_at", "Until when it waits to be accepted, in RFC 3339.", func(e networking.Endpoint) string { return e.Status.ExpiresAt }),
	}, statusFields(func(e networking.Endpoint) networking.Status { return e.Status })...)
}

func associationFields() []field[networking.Association] {
	return append([]field[networking.Association]{
		textField("display_name", "Name.", func(a networking.Association) string { return a.Spec.DisplayName }),
		textField("description", "Description.", func(a networking.Association) string { return a.Spec.Description }),
		textField("expires_at", "Until when it waits to be accepted, in RFC 3339.", func(a networking.Association) string { return a.Status.ExpiresAt }),
	}, statusFields(func(a networking.Association) networking.Status { return a.Status })...)
}

// attributes are the schema of the fields.
func attributes[T any](fields []field[T]) map[string]schema.Attribute {
	all := map[string]schema.Attribute{}
	for _, f := range fields {
		if object, nested := f.typ.(types.ObjectType); nested {
			inner := map[string]schema.Attribute{}
			for name := range object.AttrTypes {
				inner[name] = tfkit.ComputedTexts("Ids.")
			}
			all[f.name] = schema.SingleNestedAttribute{MarkdownDescription: f.words, Computed: true, Attributes: inner}
			continue
		}
		all[f.name] = tfkit.ComputedText(f.words)
	}
	return all
}

// typeOf is the type of an object with the fields.
func typeOf[T any](fields []field[T]) types.ObjectType {
	all := map[string]attr.Type{}
	for _, f := range fields {
		all[f.name] = f.typ
	}
	return types.ObjectType{AttrTypes: all}
}

// valuesOf are the values of an object.
func valuesOf[T any](fields []field[T], object T) map[string]attr.Value {
	all := map[string]attr.Value{}
	for _, f := range fields {
		all[f.name] = f.value(object)
	}
	return all
}

// argument is an argument of a data source.
type argument struct {
	name, words string
	required    bool
	check       objectID // of required ones
}

// source is one data source of network links: read says what it tells.
type source struct {
	tfkit.DataSource
	name, words string
	kind        kind
	arguments   []argument
	tells       func() map[string]schema.Attribute
	// read reads, with the arguments by name. It returns what it tells by attribute.
	read func(ctx context.Context, client *networking.Client, given map[string][]string) (map[string]attr.Value, error)
}

// Metadata names the data source.
func (s *source) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + s.name
}

// Schema describes the data source.
func (s *source) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	all := s.tells()
	for _, a := range s.arguments {
		if a.required {
			all[a.name] = schema.StringAttribute{MarkdownDescription: a.words, Required: true, Validators: []validator.String{a.check}}
			continue
		}
		all[a.name] = schema.SetAttribute{MarkdownDescription: a.words, Optional: true, ElementType: types.StringType}
	}
	resp.Schema = schema.Schema{MarkdownDescription: s.words, Attributes: all}
}

// Read reads what is asked for.
func (s *source) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	client := s.Conns.RequireNetworking(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	given := map[string][]string{}
	for _, a := range s.arguments {
		given[a.name] = s.argument(ctx, req, a, &resp.Diagnostics)
	}
	if resp.Diagnostics.HasError() {
		return
	}
	values, err := s.read(ctx, client, given)
	if err != nil {
		s.notRead(err, given, &resp.Diagnostics)
		return
	}
	resp.State.Raw = req.Config.Raw
	for name, value := range values {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(name), value)...)
	}
}

func (s *source) argument(ctx context.Context, req datasource.ReadRequest, a argument, diags *diag.Diagnostics) []string {
	if a.required {
		var value types.String
		diags.Append(req.Config.GetAttribute(ctx, path.Root(a.name), &value)...)
		return []string{value.ValueString()}
	}
	var set types.Set
	diags.Append(req.Config.GetAttribute(ctx, path.Root(a.name), &set)...)
	var values []string
	if !set.IsNull() {
		diags.Append(set.ElementsAs(ctx, &values, false)...)
	}
	return values
}
