package kafka

import (
	"context"
	"encoding/json"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
)

// Setting is a named value, of a link or of a topic. A nil value is JSON's null.
type Setting struct {
	Name  string  `json:"name"`
	Value *string `json:"value"`
}

// Alteration changes one setting in a batch: Value sets it, nil resets it to its
// default.
type Alteration struct {
	Name  string
	Value *string
}

// wire is the form in which a batch travels.
func wire(alterations []Alteration) any {
	type entry struct {
		Name      string  `json:"name"`
		Value     *string `json:"value,omitempty"`
		Operation string  `json:"operation"`
	}
	data := make([]entry, 0, len(alterations))
	for _, a := range alterations {
		operation := "SET"
		if a.Value == nil {
			operation = "DELETE"
		}
		data = append(data, entry{a.Name, a.Value, operation})
	}
	return map[string]any{"data": data}
}

// SettingEntry is a setting of a link or a topic as the server tells it: defaults included,
// secrets without their value.
type SettingEntry struct {
	Name      string
	Value     *string // nil for none, and always for a secret
	Source    string  // where the value comes from, such as DYNAMIC_CLUSTER_LINK_CONFIG
	Default   bool    // nobody set it
	ReadOnly  bool
	Sensitive bool
}

// UnmarshalJSON reads the flags in both spellings: is_default as Confluent Cloud
// has it, default as older versions of Confluent Platform do.
func (s *SettingEntry) UnmarshalJSON(raw []byte) error {
	var doc struct {
		Name        string  `json:"name"`
		Value       *string `json:"value"`
		Source      string  `json:"source"`
		IsDefault   bool    `json:"is_default"`
		Default     bool    `json:"default"`
		IsReadOnly  bool    `json:"is_read_only"`
		ReadOnly    bool    `json:"read_only"`
		IsSensitive bool    `json:"is_sensitive"`
		Sensitive   bool    `json:"sensitive"`
	}
	if err := json.Unmarshal(raw, &doc); err != nil {
		return err
	}
	*s = SettingEntry{
		Name: doc.Name, Value: doc.Value, Source: doc.Source,
		Default: doc.IsDefault || doc.Default, ReadOnly: doc.IsReadOnly || doc.ReadOnly, Sensitive: doc.IsSensitive || doc.Sensitive,
	}
	return nil
}

// Settings are settings by name.
type Settings map[string]SettingEntry

// Value is a setting's value, or empty when it has none.
func (s Settings) Value(name string) string {
	if v := s[name].Value; v != nil {
		return *v
	}
	return ""
}

// settings sends a call that lists settings.
func (c *Client) settings(ctx context.Context, call rest.Call) (Settings, error) {
	var list listOf[SettingEntry]
	call.Into = &list
	if err := c.rest.Do(ctx, call); err != nil {
		return nil, err
	}
	settings := make(Settings, len(list.Data))
	for _, s := range list.Data {
		settings[s.Name] = s
	}
	return settings, nil
}
