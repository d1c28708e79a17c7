// Package pemtext judges certificates and keys in PEM by what people give instead
// of them: file names, key stores of Java, base64, keys in other forms. It is pure:
// text in, words out. It never repeats what it is given.
package pemtext

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"strings"
)

// ErrPrivateKey says that a text which is no secret holds a private key.
var ErrPrivateKey = errors.New("holds a private key, which would lie in state for everybody to read: it belongs in the argument for the key alone. Leave it out here, and make a new key if this one has been stored")

// OlderFormError says that a key is in the form that was usual before PKCS#8, which
// Go reads and Kafka does not.
type OlderFormError struct{ Algorithm string }

// Error says what to do about it.
func (e *OlderFormError) Error() string {
	return fmt.Sprintf("is a key in the older form of %s keys, which Kafka does not read. Convert it to PKCS#8: openssl pkcs8 -topk8 -nocrypt -in key.pem -out key-pkcs8.pem", e.Algorithm)
}

// Certificates judges a chain of certificates or a list of authorities.
func Certificates(text string) error {
	if strings.Contains(text, "PRIVATE KEY-----") {
		return ErrPrivateKey
	}
	if err := form(text, "CERTIFICATE"); err != nil {
		return err
	}
	return nil
}

// PrivateKey judges a key; withPassword says that a password is given beside it. The
// error is an *OlderFormError for a key that is not in PKCS#8.
func PrivateKey(text string, withPassword bool) error {
	if strings.Contains(text, "-----BEGIN CERTIFICATE-----") && !strings.Contains(text, "PRIVATE KEY-----") {
		return errors.New("holds a certificate where the private key belongs. Give the text from -----BEGIN PRIVATE KEY----- on")
	}
	if err := form(text, "PRIVATE KEY"); err != nil {
		return err
	}
	for _, old := range []string{"RSA", "EC", "DSA"} {
		if strings.Contains(text, "-----BEGIN "+old+" PRIVATE KEY-----") {
			return &OlderFormError{old}
		}
	}
	encrypted := strings.Contains(text, "-----BEGIN ENCRYPTED PRIVATE KEY-----")
	if encrypted && !withPassword {
		return errors.New("is an encrypted key, and its password is not given. Give the password beside it, or take the encryption off: openssl pkcs8 -topk8 -nocrypt -in key.pem -out plain.pem")
	}
	return nil
}

// Pair judges whether a key is that of the first certificate of a chain. What cannot
// be read here, such as an encrypted key, is not judged.
func Pair(chain, key string) error {
	certificate, _ := pem.Decode([]byte(chain))
	private, _ := pem.Decode([]byte(key))
	if certificate == nil || private == nil {
		return nil
	}
	parsed, err := x509.ParseCertificate(certificate.Bytes)
	if err != nil {
		return nil //nolint:nilerr // not judged
	}
	secret, err := x509.ParsePKCS8PrivateKey(private.Bytes)
	if err != nil {
		return nil //nolint:nilerr // not judged
	}
	signer, ok := secret.(crypto.Signer)
	if !ok {
		return nil
	}
	public, ok := signer.Public().(interface{ Equal(crypto.PublicKey) bool })
	if ok && !public.Equal(parsed.PublicKey) {
		return errors.New("is not the key of the first certificate of the chain. The chain begins with the certificate that was made for this key; those of the authorities follow")
	}
	return nil
}

// Same reports whether two texts hold the same PEM: line ends and what stands
// between blocks mean nothing.
func Same(a, b string) bool {
	return bytes.Equal(blocks(a), blocks(b)) && len(blocks(a)) > 0
}

// blocks is the content of all blocks.
func blocks(text string) []byte {
	var all []byte
	rest := []byte(text)
	for {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			return all
		}
		all = append(append(append(all, block.Type...), 0), block.Bytes...)
	}
}

// form says what a text is, when it is no PEM with a block of the kind.
func form(text, kind string) error {
	trimmed := strings.TrimSpace(text)
	begins := func(words ...string) bool {
		for _, w := range words {
			if strings.HasPrefix(trimmed, w) {
				return true
			}
		}
		return false
	}
	ends := func(words ...string) bool {
		for _, w := range words {
			if strings.HasSuffix(strings.ToLower(trimmed), w) {
				return true
			}
		}
		return false
	}
	block, _ := pem.Decode([]byte(trimmed + "\n"))
	switch {
	case block != nil && strings.HasSuffix(block.Type, kind):
		return nil
	case block != nil:
		return fmt.Errorf("holds a block %q where one of the kind %q belongs", block.Type, kind)
	case begins("LS0tLS1CRUdJTi"):
		return errors.New("is PEM in base64. Write base64decode(...) around it")
	case begins("\xfe\xed\xfe\xed", "/u3+7Q"):
		return errors.New("is a Java key store (JKS). Convert it: keytool -importkeystore -srckeystore s.jks -destkeystore s.p12 -deststoretype PKCS12, then openssl pkcs12 -in s.p12 -nodes")
	case ends(".jks", ".p12", ".pfx"):
		return errors.New("is the name of a key store. Convert it to PEM (openssl pkcs12 -in store.p12 -nodes), and give its text, such as file(\"chain.pem\")")
	case !strings.Contains(trimmed, "\n") && (ends(".pem", ".crt", ".cer", ".key") || begins("/", "./", "../", "~")):
		return errors.New("is a file name. It has to hold the text itself: write file(\"...\")")
	case begins("MII"), begins("0\x82"):
		return errors.New("is DER or PKCS#12 without the lines of PEM. Convert it: openssl x509 -inform der, openssl pkcs8 -inform der, or openssl pkcs12 -nodes")
	case strings.Contains(trimmed, "-----BEGIN") && strings.Contains(trimmed, `\n`):
		return errors.New(`holds \n in the place of line ends, as JSON and environment variables do. Write replace(..., "\\n", "\n") around it`)
	case strings.Contains(trimmed, "-----BEGIN") && !strings.Contains(trimmed, "\n"):
		return errors.New("holds PEM on one line. The lines of -----BEGIN and -----END stand alone: keep the line ends")
	case strings.Contains(trimmed, "-----BEGIN"):
		return errors.New("holds PEM that is broken: a line of -----BEGIN or -----END is missing, or what is between them is no base64")
	default:
		return fmt.Errorf("is no PEM. It begins with -----BEGIN %s-----", kind)
	}
}
