package acctest_test

import (
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// repository is where the pages of this checkout are on the web. A guide links to
// examples by their address there, because a registry shows the pages without them.
const repository = "https://github.com/clusterlinking/terraform-provider-clink/"

var (
	fence      = regexp.MustCompile("(?ms)^[ ]*```.*?^[ ]*```$")
	inlineCode = regexp.MustCompile("`[^`\n]*`")
	inlineLink = regexp.MustCompile(`\]\(([^()\s]*(?:\([^()\s]*\)[^()\s]*)*)\)|<(https?://[^>\s]*)>`)
	heading    = regexp.MustCompile(`(?m)^#{1,6} +(.+?) *#*$`)
	anchorTag  = regexp.MustCompile(`<a (?:id|name)="([^"]+)">`)
	notInSlug  = regexp.MustCompile(`[^\p{L}\p{N}_\- ]`)
	shownLink  = regexp.MustCompile(`\[([^\]]*)\]\([^)]*\)`)
)

// anchors are the places of a page that a link can lead to, as GitHub and the
// registries make them from its headings.
func anchors(text string) []string {
	text = fence.ReplaceAllString(text, "")
	var found []string
	seen := map[string]int{}
	for _, match := range heading.FindAllStringSubmatch(text, -1) {
		words := shownLink.ReplaceAllString(match[1], "$1")
		slug := strings.ReplaceAll(notInSlug.ReplaceAllString(strings.ToLower(words), ""), " ", "-")
		if n := seen[slug]; n > 0 {
			found = append(found, fmt.Sprintf("%s-%d", slug, n))
		} else {
			found = append(found, slug)
		}
		seen[slug]++
	}
	for _, match := range anchorTag.FindAllStringSubmatch(text, -1) {
		found = append(found, match[1])
	}
	return found
}

// links are the targets of all links of a page.
func links(text string) []string {
	text = inlineCode.ReplaceAllString(fence.ReplaceAllString(text, ""), "")
	var targets []string
	for _, match := range inlineLink.FindAllStringSubmatch(text, -1) {
		targets = append(targets, match[1]+match[2])
	}
	return targets
}

// deadEnd says what is wrong with a link of a page, or nothing. Root is where the
// repository is.
func deadEnd(root, page, target string) string {
	if inside, ours := strings.CutPrefix(target, repository); ours {
		kind, path, _ := strings.Cut(inside, "/main/")
		if kind != "tree" && kind != "blob" {
			return "" // an issue, a release: nothing in the checkout
		}
		page, target = filepath.Join(root, "README.md"), path
	}
	u, err := url.Parse(target)
	switch {
	case err != nil:
		return err.Error()
	case u.Scheme == "https" && strings.Contains(u.Host, "."), u.Scheme == "http" && strings.HasPrefix(u.Host, "127.0.0.1"), u.Scheme == "mailto":
		return ""
	case u.Scheme != "" || u.Host != "":
		return "is no https address"
	}
	file := page
	if u.Path != "" {
		file = filepath.Join(filepath.Dir(page), u.Path)
	}
	if info, err := os.Stat(file); err == nil && info.IsDir() {
		if u.Fragment == "" {
			return ""
		}
		file = filepath.Join(file, "README.md") // GitHub shows it below the directory, at #readme
	}
	content, err := os.ReadFile(file)
	if err != nil {
		return "leads nowhere"
	}
	if u.Fragment == "readme" && filepath.Base(file) == "README.md" {
		return ""
	}
	if u.Fragment != "" && !slices.Contains(anchors(string(content)), u.Fragment) {
		return "names a heading that is not there"
	}
	return ""
}

func TestLinks_leadSomewhere(t *testing.T) {
	t.Parallel()
	const root = "../.."
	pages, all := 0, 0
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if name := entry.Name(); entry.IsDir() && (strings.HasPrefix(name, ".") && name != "." && name != ".." && name != ".github" || name == "templates" || name == "dist" || name == "bin" || name == "testdata") {
			return filepath.SkipDir
		}
		if entry.IsDir() || filepath.Ext(path) != ".md" {
			return nil
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		pages++
		for _, target := range links(string(content)) {
			all++
			if wrong := deadEnd(root, path, target); wrong != "" {
				t.Errorf("%s: the link to %s %s", strings.TrimPrefix(path, root+"/"), target, wrong)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if pages < 30 || all < 100 {
		t.Errorf("only %d links on %d pages were looked at", all, pages)
	}
}

// The test above finds what it is to find.
func TestLinks_deadOnesAreFound(t *testing.T) {
	t.Parallel()
	root := t.TempDir()
	page := filepath.Join(root, "page.md")
	text := "# A Page\n## `code` & [words](x)\n## Twice\n## Twice\n```\n[no](link)\n```\n`[nor](this)` [one](two.md) <https://example.com/a>\n<a id=\"set\"></a>\n"
	if err := os.WriteFile(page, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(os.Mkdir(filepath.Join(root, "shown"), 0o700), os.WriteFile(filepath.Join(root, "shown", "README.md"), []byte("# Below\n"), 0o600)); err != nil {
		t.Fatal(err)
	}
	if got, want := links(text), []string{"x", "two.md", "https://example.com/a"}; !slices.Equal(got, want) {
		t.Errorf("links: %v", got)
	}
	for target, alive := range map[string]bool{
		"page.md": true, "page.md#a-page": true, "#code--words": true, "#twice-1": true, "#set": true, ".": true, "https://example.com": true, repository + "blob/main/page.md#twice": true, repository + "issues": true, "shown": true, "shown#readme": true, "shown#below": true,
		"other.md": false, "shown#above": false, "page.md#readme": false, "#twice-2": false, "http://example.com": false, "https://nowhere": false, "https://exa mple.com": false, repository + "tree/main/gone": false,
	} {
		if wrong := deadEnd(root, page, target); (wrong == "") != alive {
			t.Errorf("%s: %q", target, wrong)
		}
	}
}

// A guide that the first page does not name is found by nobody.
func TestIndex_namesEveryGuide(t *testing.T) {
	t.Parallel()
	index, err := os.ReadFile("../../docs/index.md")
	if err != nil {
		t.Fatal(err)
	}
	guides, err := filepath.Glob("../../docs/guides/*.md")
	if err != nil || len(guides) == 0 {
		t.Fatalf("no guides: %v", err)
	}
	named := links(string(index))
	for _, guide := range guides {
		if name := "guides/" + filepath.Base(guide); !slices.Contains(named, name) {
			t.Errorf("the index does not name %s", name)
		}
	}
}
