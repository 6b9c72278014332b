// Dockerfile-oracle says what BuildKit itself makes of Dockerfiles, ignore files and shell words.
//
//	dockerfile-oracle case DIR...      writes DIR/expected.json from DIR/Dockerfile and DIR/arguments
//	dockerfile-oracle files            reads file names from stdin, prints one JSON line for each
//	dockerfile-oracle words            reads {"word","env","escape"} lines, prints {"result"|"error"} lines
//	dockerfile-oracle ignore DIR...    writes DIR/expected from DIR/dockerignore and DIR/paths
//	dockerfile-oracle ignores          reads {"text","paths"} lines, prints {"kept"|"error"} lines
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/moby/buildkit/frontend/dockerfile/shell"
	"github.com/moby/patternmatcher"
	"github.com/moby/patternmatcher/ignorefile"
)

func main() {
	switch os.Args[1] {
	case "case":
		for _, dir := range os.Args[2:] {
			writeCase(dir)
		}
	case "files":
		eachLine(func(line []byte) any {
			dt, err := os.ReadFile(string(line))
			check(err)
			d := describe(dt, readArguments(string(line)+".arguments"))
			d.File = string(line)
			return d
		})
	case "words":
		eachLine(word)
	case "ignore":
		for _, dir := range os.Args[2:] {
			writeIgnore(dir)
		}
	case "ignores":
		eachLine(func(line []byte) any {
			var in struct {
				Text  string
				Paths []string
			}
			check(json.Unmarshal(line, &in))
			kept, err := keep(in.Text, in.Paths)
			if err != nil {
				return map[string]any{"error": err.Error()}
			}
			return map[string]any{"kept": kept}
		})
	default:
		panic("unknown mode " + os.Args[1])
	}
}

func writeCase(dir string) {
	dt, err := os.ReadFile(filepath.Join(dir, "Dockerfile"))
	check(err)
	b := &bytes.Buffer{}
	enc := json.NewEncoder(b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	d := describe(dt, readArguments(filepath.Join(dir, "arguments")))
	d.Added = nil
	check(enc.Encode(d))
	check(os.WriteFile(filepath.Join(dir, "expected.json"), b.Bytes(), 0o644))
}

func eachLine(answer func([]byte) any) {
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	enc := json.NewEncoder(out)
	enc.SetEscapeHTML(false)
	for {
		line, err := in.ReadBytes('\n')
		if line = bytes.TrimRight(line, "\n"); len(line) > 0 {
			check(enc.Encode(answer(line)))
		}
		if err == io.EOF {
			return
		}
		check(err)
	}
}

func word(line []byte) any {
	var in struct {
		Word   string
		Env    []string
		Escape string
	}
	check(json.Unmarshal(line, &in))
	lex := shell.NewLex(rune(in.Escape[0]))
	result, _, err := lex.ProcessWord(in.Word, shell.EnvsFromSlice(in.Env))
	if err != nil {
		return map[string]any{"error": err.Error()}
	}
	return map[string]any{"result": result}
}

func writeIgnore(dir string) {
	text, err := os.ReadFile(filepath.Join(dir, "dockerignore"))
	check(err)
	paths, err := os.ReadFile(filepath.Join(dir, "paths"))
	check(err)
	kept, err := keep(string(text), strings.Split(strings.TrimSuffix(string(paths), "\n"), "\n"))
	out := "error\n"
	if err == nil {
		out = strings.Join(append(kept, ""), "\n")
	}
	check(os.WriteFile(filepath.Join(dir, "expected"), []byte(out), 0o644))
}

// keep decides as fsutil does while it walks a context: each path, its parents known.
func keep(text string, paths []string) ([]string, error) {
	patterns, err := ignorefile.ReadAll(strings.NewReader(text))
	if err != nil {
		return nil, err
	}
	pm, err := patternmatcher.New(patterns)
	if err != nil {
		return nil, err
	}
	kept := []string{}
	for _, p := range paths {
		ignored, err := pm.MatchesOrParentMatches(p)
		if err != nil {
			return nil, err
		}
		if !ignored {
			kept = append(kept, p)
		}
	}
	return kept, nil
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
