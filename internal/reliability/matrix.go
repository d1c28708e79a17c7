package reliability

import (
	_ "embed"
	"encoding/json"
	"fmt"
)

// The operations of a resource, and the parts of them that trouble can meet.
const (
	Create      = "create"
	CreateWait  = "create, the reads after it"
	Read        = "refresh"
	Update      = "update"
	UpdateWait  = "update, the reads after it"
	Destroy     = "destroy"
	DestroyWait = "destroy, the reads after it"
	Import      = "import"
)

// The parts of an action.
const (
	Invoke     = "the request"
	InvokeWait = "the reads after it"
)

// Operations are those of a resource, in the order of the page.
func Operations() []string {
	return []string{Create, CreateWait, Read, Update, UpdateWait, Destroy, DestroyWait, Import}
}

// How long a trouble lasts.
const (
	Once    = "once"
	AWhile  = "for three requests"
	ForEver = "for ever"
)

// What a user sees.
const (
	Done   = "done"    // as if nothing had happened
	Warned = "warning" // done as far as it is known, and a warning says what is not
	Failed = "error"   // an error says why; the state is as it was
)

// Cell is what came of an operation of a resource in a trouble.
type Cell struct {
	Resource, Operation, Trouble, Lasts string
	Outcome                             string
}

//go:embed matrix.json
var matrix []byte

// Matrix is what the tests saw, and see each time they run.
func Matrix() ([]Cell, error) {
	var cells []Cell
	if err := json.Unmarshal(matrix, &cells); err != nil {
		return nil, fmt.Errorf("matrix.json: %w", err)
	}
	return cells, nil
}
