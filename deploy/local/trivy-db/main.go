// Makes a small vulnerability database in Trivy's own format (bbolt, schema 2) from a readable list of advisories, for
// machines that cannot download Trivy's: trivy-db -advisories advisories.csv -out CACHE, then trivy --cache-dir CACHE.
package main

import (
	"encoding/csv"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"time"

	"github.com/aquasecurity/trivy-db/pkg/db"
	"github.com/aquasecurity/trivy-db/pkg/metadata"
	"github.com/aquasecurity/trivy-db/pkg/types"
	bolt "go.etcd.io/bbolt"
)

// source is what Trivy names beside a finding as the place that says so.
var source = types.DataSource{
	ID:   "debian",
	Name: "Debian Security Tracker (excerpt)",
	URL:  "https://security-tracker.debian.org/",
}

// row is one line of the list.
type row struct{ platform, pkg, id, fixed, severity, title string }

func main() {
	list := flag.String("advisories", "advisories.csv", "platform,package,id,fixed,severity,title")
	out := flag.String("out", "cache", "Trivy's cache directory; the database goes to OUT/db")
	flag.Parse()
	if err := write(*list, filepath.Join(*out, "db")); err != nil {
		log.Fatalf("trivy-db: %s into %s: %v", *list, *out, err)
	}
}

func write(list, dir string) error {
	rows, err := read(list)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	if err := db.Init(dir); err != nil {
		return err
	}
	dbc := db.Config{}
	err = dbc.BatchUpdate(func(tx *bolt.Tx) error { return putAll(dbc, tx, rows) })
	if err != nil {
		return err
	}
	if err := db.Close(); err != nil {
		return err
	}
	now := time.Now().UTC()
	return metadata.NewClient(dir).Update(metadata.Metadata{
		Version: db.SchemaVersion, UpdatedAt: now, DownloadedAt: now, NextUpdate: now.Add(24 * time.Hour),
	})
}

func read(list string) ([]row, error) {
	file, err := os.Open(list)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	reader := csv.NewReader(file)
	reader.Comment = '#'
	reader.FieldsPerRecord = 6
	records, err := reader.ReadAll()
	if err != nil {
		return nil, err
	}
	rows := make([]row, len(records))
	for i, r := range records {
		rows[i] = row{r[0], r[1], r[2], r[3], r[4], r[5]}
	}
	return rows, nil
}

func putAll(dbc db.Config, tx *bolt.Tx, rows []row) error {
	for _, r := range rows {
		if err := put(dbc, tx, r); err != nil {
			return fmt.Errorf("%s of %s: %w", r.id, r.pkg, err)
		}
	}
	return nil
}

func put(dbc db.Config, tx *bolt.Tx, r row) error {
	severity, err := types.NewSeverity(r.severity)
	if err != nil {
		return err
	}
	if err := dbc.PutDataSource(tx, r.platform, source); err != nil {
		return err
	}
	advisory := types.Advisory{FixedVersion: r.fixed, Severity: severity}
	if r.fixed == "" {
		advisory.Status = types.StatusAffected
	}
	if err := dbc.PutAdvisory(tx, []string{r.platform, r.pkg}, r.id, advisory); err != nil {
		return err
	}
	return dbc.PutVulnerability(tx, r.id, types.Vulnerability{
		Title: r.title, Severity: r.severity, VendorSeverity: types.VendorSeverity{"debian": severity},
	})
}
