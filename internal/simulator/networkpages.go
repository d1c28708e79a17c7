package simulator

import (
	"encoding/base64"
	"net/url"
	"slices"
	"strconv"
)

const (
	defaultPageSize = 10
	maxPageSize     = 1000
)

// page is a list of the networking API.
type page[T any] struct {
	APIVersion string       `json:"api_version"`
	Kind       string       `json:"kind"`
	Metadata   pageMetadata `json:"metadata"`
	Data       []T          `json:"data"`
}

type pageMetadata struct {
	First     string `json:"first,omitempty"`
	Last      string `json:"last,omitempty"`
	Prev      string `json:"prev,omitempty"`
	Next      string `json:"next,omitempty"`
	TotalSize int    `json:"total_size"`
}

// paged cuts the page out of all that the query asks for. The token is the
// position at which a page starts, in base64 because clients must not rely on
// it.
func paged[T any](c *call, kind string, all []T) (reply, error) {
	size := defaultPageSize
	if given := c.query.Get("page_size"); given != "" {
		n, err := strconv.Atoi(given)
		if err != nil || n < 1 || n > maxPageSize {
			return reply{}, invalidFilter("page_size", "page_size must be a number from 1 to "+strconv.Itoa(maxPageSize)+".")
		}
		size = n
	}
	start := 0
	if token := c.query.Get("page_token"); token != "" {
		raw, err := base64.RawURLEncoding.DecodeString(token)
		if err == nil {
			start, err = strconv.Atoi(string(raw))
		}
		if err != nil || start < 0 {
			return reply{}, invalidFilter("page_token", "The page token is not valid.")
		}
	}
	start = min(start, len(all))
	end := min(start+size, len(all))
	meta := pageMetadata{TotalSize: len(all), First: c.pageURL("")}
	if end < len(all) {
		meta.Next = c.pageURL(pageToken(end))
	}
	if start > 0 {
		meta.Prev = c.pageURL(pageToken(max(0, start-size)))
	}
	if len(all) > 0 {
		meta.Last = c.pageURL(pageToken((len(all) - 1) / size * size))
	}
	data := append([]T{}, all[start:end]...)
	return ok(page[T]{APIVersion: "networking/v1", Kind: kind, Metadata: meta, Data: data})
}

func pageToken(position int) string {
	return base64.RawURLEncoding.EncodeToString([]byte(strconv.Itoa(position)))
}

func (c *call) pageURL(token string) string {
	query := make(url.Values)
	for name, values := range c.query {
		if name != "page_token" {
			query[name] = values
		}
	}
	if token != "" {
		query.Set("page_token", token)
	}
	return c.origin() + c.URL.Path + "?" + query.Encode()
}

// wants reports whether a repeatable filter of the query admits the value.
func (c *call) wants(filter, value string) bool {
	wanted := c.query[filter]
	return len(wanted) == 0 || slices.Contains(wanted, value)
}
