// A small real registry with the OCI 1.1 referrers API, for the tests that need one beside a registry without it:
// referrers-registry -addr 127.0.0.1:5001 -dir BLOBS. Manifests are in memory and end with it.
package main

import (
	"flag"
	"log"
	"net/http"
	"time"

	"github.com/google/go-containerregistry/pkg/registry"
)

func main() {
	addr := flag.String("addr", "127.0.0.1:5001", "listen address")
	dir := flag.String("dir", "", "folder for blobs; empty: in memory")
	flag.Parse()
	options := []registry.Option{registry.WithReferrersSupport(true)}
	if *dir != "" {
		options = append(options, registry.WithBlobHandler(registry.NewDiskBlobHandler(*dir)))
	}
	server := &http.Server{Addr: *addr, Handler: registry.New(options...), ReadHeaderTimeout: 10 * time.Second}
	log.Fatal(server.ListenAndServe())
}
