package tfkit

import (
	"context"
	"log/slog"

	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/clusterlinking/terraform-provider-clink/internal/confluent/rest"
)

// Logger hands the client's log, which is free of secrets at its source, to
// Terraform's.
func Logger() *slog.Logger { return slog.New(terraformLog{}) }

type terraformLog struct{ attrs []slog.Attr }

// Enabled lets Terraform's own levels decide.
func (terraformLog) Enabled(context.Context, slog.Level) bool { return true }

// Handle writes one record.
func (l terraformLog) Handle(ctx context.Context, record slog.Record) error {
	fields := map[string]any{}
	for _, a := range l.attrs {
		fields[a.Key] = a.Value.Any()
	}
	record.Attrs(func(a slog.Attr) bool {
		fields[a.Key] = a.Value.Any()
		return true
	})
	switch {
	case record.Level <= rest.LevelTrace:
		tflog.Trace(ctx, record.Message, fields)
	case record.Level < slog.LevelInfo:
		tflog.Debug(ctx, record.Message, fields)
	default:
		tflog.Warn(ctx, record.Message, fields)
	}
	return nil
}

// WithAttrs remembers fields for each record.
func (l terraformLog) WithAttrs(attrs []slog.Attr) slog.Handler {
	return terraformLog{append(append([]slog.Attr{}, l.attrs...), attrs...)}
}

// WithGroup is not used by the client: names are flat.
func (l terraformLog) WithGroup(string) slog.Handler { return l }
