package linkconfig

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf16"
)

// ParseProperties reads a .config file of Confluent's CLI, which is a Java
// properties file: comments after # or !, keys and values separated by =, : or
// white space, lines that go on after a backslash, and escapes. A key without a
// value has an empty one. Errors name the line, counted from 1: a key given
// twice, a value without a key, a broken \u escape.
func ParseProperties(text string) (map[string]string, error) {
	settings, lines := map[string]string{}, map[string]int{}
	for _, line := range logicalLines(strings.TrimPrefix(text, "\ufeff")) {
		rawKey, rawValue := cutProperty(line.text)
		if rawKey == "" {
			return nil, fmt.Errorf("line %d: a value without a key: a line is <key>=<value>", line.number)
		}
		key, err := unescape(rawKey)
		if err != nil {
			return nil, fmt.Errorf("line %d: in the key: %w", line.number, err)
		}
		value, err := unescape(rawValue)
		if err != nil {
			return nil, fmt.Errorf("line %d: in the value of %q: %w", line.number, key, err)
		}
		if first, twice := lines[key]; twice {
			return nil, fmt.Errorf("line %d: %q is given again, after line %d: keep one of them", line.number, key, first)
		}
		settings[key], lines[key] = value, line.number
	}
	return settings, nil
}

// logicalLine is a line with those joined to it on which it goes on.
type logicalLine struct {
	text   string
	number int // of its first line
}

// logicalLines splits a file into its lines that are neither blank nor comments.
// A line ends in \n, \r or both.
func logicalLines(text string) []logicalLine {
	var lines []logicalLine
	goesOn := false
	for i, raw := range strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text), "\n") {
		natural := strings.TrimLeft(raw, " \t\f")
		if !goesOn {
			if natural == "" || natural[0] == '#' || natural[0] == '!' {
				continue
			}
			lines = append(lines, logicalLine{number: i + 1})
		}
		last := &lines[len(lines)-1]
		end := len(natural) - len(strings.TrimRight(natural, `\`))
		if goesOn = end%2 == 1; goesOn {
			natural = natural[:len(natural)-1]
		}
		last.text += natural
	}
	return lines
}

// cutProperty splits a line into key and value, both still escaped.
func cutProperty(line string) (key, value string) {
	end := len(line)
	for i := 0; i < len(line); i++ {
		if line[i] == '\\' {
			i++
		} else if strings.IndexByte("=: \t\f", line[i]) >= 0 {
			end = i
			break
		}
	}
	key, value = line[:end], strings.TrimLeft(line[end:], " \t\f")
	if value != "" && (value[0] == '=' || value[0] == ':') {
		value = strings.TrimLeft(value[1:], " \t\f")
	}
	return key, value
}

// unescape resolves \t, \n, \r, \f and \uXXXX; a backslash before anything else
// means just that.
func unescape(s string) (string, error) {
	var b strings.Builder
	var high rune // first half of a surrogate pair
	flush := func() {
		if high != 0 {
			b.WriteRune('\ufffd')
			high = 0
		}
	}
	for i := 0; i < len(s); i++ {
		if s[i] != '\\' || i+1 == len(s) {
			flush()
			if s[i] != '\\' {
				b.WriteByte(s[i])
			}
			continue
		}
		i++
		if s[i] == 'u' {
			digits := s[i+1 : min(i+5, len(s))]
			code, err := strconv.ParseUint(digits, 16, 16)
			if err != nil || len(digits) != 4 {
				return "", fmt.Errorf(`\u%s is no character: four hexadecimal digits follow \u`, digits)
			}
			i += 4
			r := rune(code)
			switch {
			case high != 0 && utf16.DecodeRune(high, r) != '\ufffd':
				b.WriteRune(utf16.DecodeRune(high, r))
				high = 0
			case r >= 0xd800 && r < 0xdc00:
				flush()
				high = r
			default:
				flush()
				b.WriteRune(r)
			}
			continue
		}
		flush()
		if at := strings.IndexByte("tnrf", s[i]); at >= 0 {
			b.WriteByte("\t\n\r\f"[at])
		} else {
			b.WriteByte(s[i])
		}
	}
	flush()
	return b.String(), nil
}
