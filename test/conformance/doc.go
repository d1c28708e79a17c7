// Package conformance proves the simulator with software that others wrote:
// Confluent's generated Go SDK and the OpenAPI files that come with it.
package conformance
