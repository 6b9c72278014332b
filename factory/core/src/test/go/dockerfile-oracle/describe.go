package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"slices"
	"sort"
	"strconv"
	"strings"
	"sync"

	"github.com/containerd/platforms"
	"github.com/distribution/reference"
	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/client/llb/sourceresolver"
	"github.com/moby/buildkit/frontend/dockerfile/dockerfile2llb"
	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/moby/buildkit/frontend/dockerfile/shell"
	"github.com/moby/buildkit/frontend/dockerui"
	"github.com/moby/buildkit/solver/pb"
	digest "github.com/opencontainers/go-digest"
	ocispecs "github.com/opencontainers/image-spec/specs-go/v1"
	"github.com/pkg/errors"
)

// description is what discover prints, and beside it the instructions and the URLs that ADD came to.
type description struct {
	File         string        `json:"file,omitempty"`
	Error        *failure      `json:"error,omitempty"`
	Syntax       string        `json:"syntax,omitempty"`
	Stages       []stage       `json:"stages,omitempty"`
	References   []ref         `json:"references,omitempty"`
	Reachable    []string      `json:"reachable,omitempty"`
	Added        []string      `json:"added,omitempty"`
	Instructions []instruction `json:"instructions,omitempty"`
}

type failure struct {
	Line int    `json:"line,omitempty"`
	Text string `json:"text"`
}

type stage struct {
	Index     int    `json:"index"`
	Name      string `json:"name,omitempty"`
	Written   string `json:"written"`
	Reference string `json:"reference"`
	Kind      string `json:"kind"`
	Platform  string `json:"platform,omitempty"`
}

type ref struct {
	Reference string `json:"reference"`
	Line      int    `json:"line"`
	From      string `json:"from"`
	Stage     int    `json:"stage"`
}

type instruction struct {
	Line      int       `json:"line"`
	End       int       `json:"end"`
	Keyword   string    `json:"keyword"`
	Flags     []string  `json:"flags,omitempty"`
	Arguments []string  `json:"arguments,omitempty"`
	JSON      bool      `json:"json,omitempty"`
	Heredocs  []heredoc `json:"heredocs,omitempty"`
}

type heredoc struct {
	Name    string `json:"name"`
	Expand  bool   `json:"expand"`
	Chomp   bool   `json:"chomp"`
	Content string `json:"content"`
}

type arguments struct {
	build  map[string]string
	target string
	on     ocispecs.Platform
	by     ocispecs.Platform
}

func defaults() arguments {
	return arguments{
		build: map[string]string{},
		on:    platforms.Normalize(platforms.MustParse("linux/arm64")),
		by:    platforms.Normalize(platforms.MustParse("linux/amd64")),
	}
}

// readArguments reads lines "arg K=V", "target T", "platform P" and "builder P"; a missing file has none.
func readArguments(file string) arguments {
	a := defaults()
	dt, err := os.ReadFile(file)
	if os.IsNotExist(err) {
		return a
	}
	check(err)
	for line := range strings.Lines(string(dt)) {
		key, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		switch key {
		case "arg":
			k, v, _ := strings.Cut(value, "=")
			a.build[k] = v
		case "target":
			a.target = value
		case "platform":
			a.on = platforms.Normalize(platforms.MustParse(value))
		case "builder":
			a.by = platforms.Normalize(platforms.MustParse(value))
		}
	}
	return a
}

// describe lets BuildKit plan the whole build against a registry that has every image, and records what it asked for.
func describe(dt []byte, a arguments) *description {
	registry := &everyImage{}
	caps := pb.Caps.CapSet(pb.Caps.All())
	res, err := dockerfile2llb.Dockerfile2LLB(context.Background(), dt, dockerfile2llb.ConvertOpt{
		Config: dockerui.Config{
			BuildArgs:      a.build,
			Target:         a.target,
			BuildPlatforms: []ocispecs.Platform{a.by},
		},
		TargetPlatform: &a.on,
		MetaResolver:   registry,
		LLBCaps:        &caps,
	})
	if err != nil {
		return &description{Error: failed(err)}
	}
	d := &description{Reachable: registry.asked()}
	for _, h := range res.Image.History {
		for _, word := range strings.Fields(h.CreatedBy) {
			if strings.HasPrefix(h.CreatedBy, "ADD ") && strings.HasPrefix(word, "http") {
				d.Added = append(d.Added, word)
			}
		}
	}
	d.Syntax, _, _, _ = parser.DetectSyntax(dt)
	d.read(dt, a)
	return d
}

func failed(err error) *failure {
	f := &failure{Text: err.Error()}
	var located *parser.LocationError
	if errors.As(err, &located) && len(located.Locations) > 0 && len(located.Locations[0]) > 0 {
		f.Line = located.Locations[0][0].Start.Line
	}
	return f
}

func (d *description) read(dt []byte, a arguments) {
	tree, err := parser.Parse(bytes.NewReader(dt))
	check(err)
	for _, n := range tree.AST.Children {
		d.Instructions = append(d.Instructions, toInstruction(n))
	}
	stages, globals, err := instructions.Parse(tree.AST, nil)
	check(err)
	r := &reader{description: d, stages: stages, lex: shell.NewLex(tree.EscapeToken), env: globalScope(a, stages)}
	for _, cmd := range globals {
		r.global(cmd, a.build)
	}
	for i, s := range stages {
		r.stage(i, s)
	}
	for i, s := range stages {
		r.commands(i, s)
	}
}

type reader struct {
	*description
	stages []instructions.Stage
	lex    *shell.Lex
	env    map[string]string
}

func globalScope(a arguments, stages []instructions.Stage) map[string]string {
	target := a.target
	if target == "" {
		target = stages[len(stages)-1].Name
	}
	if target == "" {
		target = "default"
	}
	env := map[string]string{
		"BUILDPLATFORM": platforms.Format(a.by), "BUILDOS": a.by.OS, "BUILDARCH": a.by.Architecture,
		"BUILDVARIANT": a.by.Variant, "BUILDOSVERSION": "", "TARGETPLATFORM": platforms.Format(a.on), "TARGETOS": a.on.OS,
		"TARGETARCH": a.on.Architecture, "TARGETVARIANT": a.on.Variant, "TARGETOSVERSION": "", "TARGETSTAGE": target,
	}
	for k := range env {
		if v, ok := a.build[k]; ok {
			env[k] = v
		}
	}
	return env
}

func (r *reader) global(cmd instructions.ArgCommand, build map[string]string) {
	for _, arg := range cmd.Args {
		if v, ok := build[arg.Key]; ok {
			r.env[arg.Key] = v
		} else if arg.Value != nil {
			r.env[arg.Key] = r.expand(*arg.Value)
		}
	}
}

func (r *reader) expand(word string) string {
	env := []string{}
	for k, v := range r.env {
		env = append(env, k+"="+v)
	}
	result, _, err := r.lex.ProcessWord(word, shell.EnvsFromSlice(env))
	check(err)
	return result
}

func (r *reader) stage(i int, s instructions.Stage) {
	base := r.expand(s.BaseName)
	out := stage{Index: i, Name: s.Name, Written: s.BaseName, Reference: base, Kind: "image"}
	if s.Platform != "" {
		out.Platform = platforms.FormatAll(platforms.Normalize(platforms.MustParse(r.expand(s.Platform))))
	}
	if _, ok := instructions.HasStage(r.stages[:i], base); ok {
		out.Kind = "stage"
	} else if base == "scratch" {
		out.Kind = "scratch"
	} else {
		out.Reference = full(base)
		r.References = append(r.References, ref{out.Reference, s.Location[0].Start.Line, "FROM", i})
	}
	r.Stages = append(r.Stages, out)
}

func (r *reader) commands(i int, s instructions.Stage) {
	for _, cmd := range s.Commands {
		switch c := cmd.(type) {
		case *instructions.CopyCommand:
			if _, err := strconv.Atoi(c.From); err != nil {
				r.refer(i, "COPY", c.From, c)
			}
		case *instructions.RunCommand:
			for _, m := range instructions.GetMounts(c) {
				r.refer(i, "MOUNT", m.From, c)
			}
		}
	}
}

func (r *reader) refer(i int, from, name string, c instructions.Command) {
	if _, ok := instructions.HasStage(r.stages, name); ok || name == "" || name == "scratch" {
		return
	}
	r.References = append(r.References, ref{full(name), c.Location()[0].Start.Line, from, i})
}

func full(name string) string {
	named, err := reference.ParseNormalizedNamed(name)
	check(err)
	return reference.TagNameOnly(named).String()
}

func toInstruction(n *parser.Node) instruction {
	out := instruction{
		Line: n.StartLine, End: n.EndLine, Keyword: strings.ToUpper(n.Value), Flags: n.Flags,
		Arguments: nodeArgs(n), JSON: n.Attributes["json"],
	}
	// the parser leaves one empty word behind a keyword that it does not know, which only ONBUILD lets pass
	if last := len(out.Arguments) - 1; out.Keyword == "ONBUILD" && last > 0 && out.Arguments[last] == "" {
		out.Arguments = out.Arguments[:last]
	}
	for _, h := range n.Heredocs {
		out.Heredocs = append(out.Heredocs, heredoc{h.Name, h.Expand, h.Chomp, h.Content})
	}
	return out
}

func nodeArgs(node *parser.Node) []string {
	result := []string{}
	for ; node.Next != nil; node = node.Next {
		arg := node.Next
		if len(arg.Children) == 0 {
			result = append(result, arg.Value)
		} else if len(arg.Children) == 1 {
			result = append(result, arg.Children[0].Value)
			result = append(result, nodeArgs(arg.Children[0])...)
		}
	}
	return result
}

// everyImage is a registry in which every image exists for every platform, with one layer and nothing but a PATH.
type everyImage struct {
	mu   sync.Mutex
	refs []string
}

var _ llb.ImageMetaResolver = &everyImage{}

func (r *everyImage) ResolveImageConfig(_ context.Context, name string, opt sourceresolver.Opt) (string, digest.Digest, []byte, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	p := *opt.ImageOpt.Platform
	r.refs = append(r.refs, name+" "+platforms.FormatAll(platforms.Normalize(p)))
	config, err := json.Marshal(ocispecs.Image{
		Platform: p,
		Config:   ocispecs.ImageConfig{Env: []string{"PATH=/bin"}},
		RootFS:   ocispecs.RootFS{Type: "layers", DiffIDs: []digest.Digest{digest.FromString("layer")}},
	})
	return name, "", config, err
}

func (r *everyImage) asked() []string {
	sort.Strings(r.refs)
	return slices.Compact(r.refs)
}
