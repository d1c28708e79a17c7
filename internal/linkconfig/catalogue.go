package linkconfig

import (
	"slices"
	"strings"
)

// Type is the type of a setting's value. All values travel as strings.
type Type string

// The types of settings.
const (
	Boolean      Type = "boolean"
	Int          Type = "int"    // 32 bits
	Long         Type = "long"   // 64 bits
	Double       Type = "double" // a decimal fraction
	String       Type = "string"
	Password     Type = "password"
	List         Type = "list" // comma-separated
	Enum         Type = "enum" // in any letter case
	TopicFilters Type = "topic filters"
	GroupFilters Type = "group filters"
	ACLFilters   Type = "ACL filters"
	StartOffset  Type = "start offset" // earliest, latest or a timestamp
)

// Access says who may set a setting, and when.
type Access int

// The ways in which a setting is open to users.
const (
	Settable     Access = iota // at create and later
	CreateOnly                 // at create, never changed
	ReadOnly                   // listed by the server, never set
	Refused                    // not to be given at all
	Undocumented               // nothing says whether it may be given, so no rule does
)

// String is the access in words.
func (a Access) String() string {
	switch a {
	case CreateOnly:
		return "at create only"
	case ReadOnly:
		return "read-only"
	case Refused:
		return "not supported"
	case Undocumented:
		return "not documented"
	default:
		return "settable"
	}
}

// Carrier says which link objects have a use for a setting.
type Carrier int

// The carriers of settings.
const (
	AnyLink       Carrier = iota
	Arriving              // where data arrives: DESTINATION and BIDIRECTIONAL
	Connecting            // what opens the connection: OUTBOUND
	LoggingIn             // what logs in to its own cluster too: SOURCE, and BIDIRECTIONAL/OUTBOUND
	Bidirectional         // BIDIRECTIONAL alone
)

// String names the link objects.
func (c Carrier) String() string {
	switch c {
	case Arriving:
		return "where data arrives: `DESTINATION`, `BIDIRECTIONAL`"
	case Connecting:
		return "what opens the connection: `OUTBOUND`"
	case LoggingIn:
		return "`SOURCE`, and `BIDIRECTIONAL` with `OUTBOUND`"
	case Bidirectional:
		return "`BIDIRECTIONAL`"
	default:
		return "any"
	}
}

// Setting is what there is to know about one setting of a link.
type Setting struct {
	Name string
	Type Type
	// Default is the server's default as the server lists it; empty where that is
	// null, the empty string, or not known.
	Default string
	// Minimum is the least value of a number, when HasMinimum. MinimumFirm says
	// that Confluent or Kafka documents it; else it comes from third parties, and
	// a lesser value is worth a warning only.
	Minimum                 int64
	HasMinimum, MinimumFirm bool
	// Maximum is the greatest value of a number; 0 for what its type holds.
	Maximum int64
	// Values are the values of an enum, in the documented spelling.
	Values []string
	// Cloud and Platform say whether links hosted there can be given it.
	Cloud, Platform Access
	// Sensitive settings are never read back; they belong in write-only arguments.
	Sensitive bool
	Carrier   Carrier
	// Argument is the argument that manages the setting instead of config.
	Argument string
	// Block is the authentication block that writes the setting, so that config
	// may carry it only while that block is not given.
	Block string
	// Since is the version that brought the setting, where known.
	Since string
	// Doc says in one line what it is for.
	Doc string
	// Source says where the figures come from: sections of the REST contract, and
	// Confluent's documentation pages.
	Source string
}

// Local reports whether the setting is about the cluster that hosts the link.
func (s Setting) Local() bool { return strings.HasPrefix(s.Name, LocalPrefix) }

// Access says whether a link hosted on a deployment can be given the setting.
// Where that is not known, it is Settable.
func (s Setting) Access(d Deployment) Access {
	switch d {
	case Cloud:
		return s.Cloud
	case Platform:
		return s.Platform
	default:
		return Settable
	}
}

// catalogue holds every setting, sorted by name. It never changes.
var catalogue = sorted(slices.Concat(linkSettings(), syncSettings(), clientSettings(), saslSettings(), tlsSettings()))

func sorted(settings []Setting) []Setting {
	slices.SortFunc(settings, byName)
	return settings
}

func byName(a, b Setting) int { return strings.Compare(a.Name, b.Name) }

// Settings are all settings that are known, sorted by name.
func Settings() []Setting { return slices.Clone(catalogue) }

// Lookup finds a setting by its name, which is case-sensitive as it is on the
// server.
func Lookup(name string) (Setting, bool) {
	i, found := slices.BinarySearchFunc(catalogue, name, func(s Setting, name string) int { return strings.Compare(s.Name, name) })
	if !found {
		return Setting{}, false
	}
	return catalogue[i], true
}

// Suggest is the known setting that a name which is none is likely meant for, or
// empty when none is close: one that differs by blanks or few letters, or goes on
// where the name ends.
func Suggest(name string) string {
	word := strings.TrimSpace(name)
	if _, known := Lookup(word); known && word != name {
		return word
	}
	if _, known := Lookup(word + ".enable"); known {
		return word + ".enable"
	}
	names := make([]string, len(catalogue))
	for i, s := range catalogue {
		names[i] = s.Name
	}
	return closest(word, names)
}

// closest is the candidate that takes the fewest changes of single letters to
// get to, letter case aside; empty when that is more than a slip: more than 3 of
// them, or more than a third of the word.
func closest(word string, candidates []string) string {
	best, least := "", min(3, max(1, len(word)/3))+1
	for _, c := range candidates {
		if c == word {
			continue
		}
		if d := distance(strings.ToLower(word), strings.ToLower(c), least); d < least {
			best, least = c, d
		}
	}
	return best
}

// distance counts the insertions, deletions, changes and swaps of neighbouring
// letters that lead from a to b; at least limit when there are as many.
func distance(a, b string, limit int) int {
	if d := len(a) - len(b); d >= limit || -d >= limit {
		return limit
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
