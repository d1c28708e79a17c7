package linkconfig

import (
	"errors"
	"fmt"
	"net"
	"slices"
	"strconv"
	"strings"
)

// SameAddress reports whether two lists of bootstrap servers name the same
// addresses: a listener's protocol in front, letter case, white space and order
// mean nothing.
func SameAddress(a, b string) bool { return slices.Equal(addresses(a), addresses(b)) }

// addresses splits a list of bootstrap servers into its plain host:port, sorted.
func addresses(list string) []string {
	var plain []string
	// A comma at the end is no further address.
	list = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(list), ","))
	if list == "" {
		return nil
	}
	for one := range strings.SplitSeq(list, ",") {
		one = strings.ToLower(strings.TrimSpace(one))
		if scheme, rest, ok := strings.Cut(one, "://"); ok && slices.Contains(listenerProtocols, strings.ToUpper(scheme)) {
			one = rest
		}
		plain = append(plain, strings.TrimSuffix(one, "/"))
	}
	slices.Sort(plain)
	return plain
}

var listenerProtocols = []string{"SASL_SSL", "SASL_PLAINTEXT", "SSL", "PLAINTEXT"}

// CheckAddress says what is wrong with a list of bootstrap servers, in words for
// the user; nil when nothing is.
func CheckAddress(list string) error {
	if len(addresses(list)) == 0 {
		return errors.New("it is empty")
	}
	if protocols := AddressProtocols(list); len(protocols) > 1 {
		return fmt.Errorf("it names the protocols %s, and a link speaks one", strings.Join(protocols, " and "))
	}
	for _, one := range addresses(list) {
		if scheme, _, ok := strings.Cut(one, "://"); ok {
			if scheme == "http" || scheme == "https" {
				return fmt.Errorf("%q is the URL of a REST API; a bootstrap address looks like pkc-abcde.us-east-1.aws.confluent.cloud:9092", one)
			}
			return fmt.Errorf("%q begins with a protocol that Kafka does not have; %s are allowed, or none", one, strings.Join(listenerProtocols, ", "))
		}
		host, port, err := net.SplitHostPort(one)
		if err != nil || host == "" {
			return fmt.Errorf("%q is not of the form host:port", one)
		}
		if n, err := strconv.Atoi(port); err != nil || n < 1 || n > 65535 {
			return fmt.Errorf("%q has no valid port: a number from 1 to 65535", one)
		}
		if port == "443" && strings.HasSuffix(strings.TrimSuffix(host, "."), ".confluent.cloud") {
			return fmt.Errorf("%q has port 443, where the REST API of Confluent Cloud is. Links connect to port 9092", one)
		}
		if strings.ContainsAny(host, " \t/@?#") {
			return fmt.Errorf("%q is not of the form host:port", one)
		}
	}
	return nil
}

// AddressProtocols are the protocols that a list of bootstrap servers names in front of
// its addresses, each once, in capital letters.
func AddressProtocols(list string) []string {
	var named []string
	for one := range strings.SplitSeq(list, ",") {
		scheme, _, ok := strings.Cut(strings.TrimSpace(one), "://")
		if scheme = strings.ToUpper(scheme); ok && slices.Contains(listenerProtocols, scheme) && !slices.Contains(named, scheme) {
			named = append(named, scheme)
		}
	}
	return named
}
