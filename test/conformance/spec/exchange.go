package spec

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// Exchange is one request to an API with its answer: a line of a traffic file.
type Exchange struct {
	Test         string      `json:"test"` // who asked
	Method       string      `json:"method"`
	URL          string      `json:"url"`
	Header       http.Header `json:"header"` // Authorization holds the scheme alone
	Body         string      `json:"body"`
	Status       int         `json:"status"` // 0 when the connection was dropped
	AnswerHeader http.Header `json:"answer_header"`
	Answer       string      `json:"answer"`
	Fault        bool        `json:"fault"` // the test made the answer up
}

// String names the exchange in a report.
func (e Exchange) String() string {
	return fmt.Sprintf("%s %s → %d in %s", e.Method, e.URL, e.Status, e.Test)
}

// ByClient says whether Clink's client asked. Tokens are exchanged by a library,
// which does not say for whom.
func (e Exchange) ByClient() bool {
	return strings.HasPrefix(e.Header.Get("User-Agent"), "Terraform/") || strings.Contains(e.URL, "/sts/v1/")
}

// ReadAll reads a traffic file.
func ReadAll(r io.Reader) ([]Exchange, error) {
	var all []Exchange
	lines := bufio.NewReader(r)
	for number := 1; ; number++ {
		line, err := lines.ReadBytes('\n')
		if errors.Is(err, io.EOF) && len(line) == 0 {
			return all, nil
		}
		if err != nil {
			return nil, fmt.Errorf("line %d of the traffic: %w", number, err)
		}
		var e Exchange
		d := json.NewDecoder(bytes.NewReader(line))
		d.DisallowUnknownFields()
		if err := d.Decode(&e); err != nil {
			return nil, fmt.Errorf("line %d of the traffic: %w", number, err)
		}
		all = append(all, e)
	}
}

// Write appends an exchange to a traffic file, in one write.
func Write(w io.Writer, e Exchange) error {
	line, err := json.Marshal(e)
	if err != nil {
		return err
	}
	_, err = w.Write(append(line, '\n'))
	return err
}
