// Command clickhousego drives a ClickHouse over HTTP by the official Go driver: what Grafana's data source does. It takes
// the address as its argument and the password from CLICKHOUSE_PASSWORD, and prints a line for each check that failed.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"reflect"
	"strings"
	"time"

	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

var compressions = map[string]*clickhouse.Compression{
	"plain":   nil,
	"lz4":     {Method: clickhouse.CompressionLZ4},
	"zstd":    {Method: clickhouse.CompressionZSTD},
	"gzip":    {Method: clickhouse.CompressionGZIP, Level: 3},
	"deflate": {Method: clickhouse.CompressionDeflate, Level: 3},
}

func main() {
	failed := false
	for name, compression := range compressions {
		for _, check := range []struct {
			name string
			run  func(*session) error
		}{
			{"ping", ping},
			{"arguments", arguments},
			{"types", types},
			{"dynamic", dynamic},
			{"batch", batch},
			{"many rows", manyRows},
			{"no rows", noRows},
			{"error", serverError},
			{"database/sql", databaseSQL},
			{"cancel", cancelled},
		} {
			if err := with(name, compression, check.run); err != nil {
				failed = true
				fmt.Printf("%s with %s: %v\n", check.name, name, err)
			}
		}
	}
	if failed {
		os.Exit(1)
	}
	fmt.Println("all checks passed")
}

type session struct {
	driver.Conn
	ctx     context.Context
	name    string
	options *clickhouse.Options
}

func with(name string, compression *clickhouse.Compression, run func(*session) error) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	options := &clickhouse.Options{
		Addr:     []string{os.Args[1]},
		Protocol: clickhouse.HTTP,
		Auth: clickhouse.Auth{
			Database: "default",
			Username: "default",
			Password: os.Getenv("CLICKHOUSE_PASSWORD"),
		},
		Compression: compression,
		Settings:    clickhouse.Settings{"enable_http_compression": 1, "max_block_size": 1000},
	}
	conn, err := clickhouse.Open(options)
	if err != nil {
		return err
	}
	defer conn.Close()
	return run(&session{conn, ctx, name, options})
}

func ping(s *session) error {
	if err := s.Ping(s.ctx); err != nil {
		return err
	}
	version, err := s.ServerVersion()
	if err != nil {
		return err
	}
	if version.Version.Major < 24 {
		return fmt.Errorf("the server says that it is %v", version)
	}
	return nil
}

func arguments(s *session) error {
	var sum uint64
	var text string
	row := s.QueryRow(s.ctx, "SELECT sum(number), ? FROM numbers(?) WHERE number IN (?)", "it's", 100, []int{3, 4, 500})
	if err := row.Scan(&sum, &text); err != nil {
		return err
	}
	if err := equal([]any{sum, text}, []any{uint64(7), "it's"}); err != nil {
		return err
	}
	var at time.Time
	ctx := clickhouse.Context(s.ctx, clickhouse.WithParameters(clickhouse.Parameters{"n": "5", "s": "a b"}))
	row = s.QueryRow(ctx, "SELECT {n:UInt64}, {s:String}, toDateTime64('2026-01-02 03:04:05.678', 3)")
	if err := row.Scan(&sum, &text, &at); err != nil {
		return err
	}
	return equal([]any{sum, text, at.UnixMilli()}, []any{uint64(5), "a b", int64(1767323045678)})
}

// An expression, and the text of the value that the driver reads.
var values = [][2]string{
	{"toUInt8(255)", "255"},
	{"toInt64(-1)", "-1"},
	{"toUInt256('115792089237316195423570985008687907853269984665640564039457584007913129639935')",
		"115792089237316195423570985008687907853269984665640564039457584007913129639935"},
	{"-0.25", "-0.25"},
	{"true", "true"},
	{"repeat('ü', 200)", strings.Repeat("ü", 200)},
	{"toFixedString('abc', 3)", "abc"},
	{"toUUID('84e0e977-9ee7-4eec-9cd6-f7655e481cb3')", "84e0e977-9ee7-4eec-9cd6-f7655e481cb3"},
	{"toDate('2026-01-02')", "2026-01-02 00:00:00 +0000 UTC"},
	{"toDate32('1930-01-02')", "1930-01-02 00:00:00 +0000 UTC"},
	{"toDateTime('2026-01-02 03:04:05', 'UTC')", "2026-01-02 03:04:05 +0000 UTC"},
	{"toDateTime64('2026-01-02 03:04:05.678', 3, 'Europe/Berlin')", "2026-01-02 03:04:05.678 +0100 CET"},
	{"toDecimal64('-0.0001', 4)", "-0.0001"},
	{"toDecimal256('123456789012345678901234567890.12', 2)", "123456789012345678901234567890.12"},
	{`CAST('b, (c', 'Enum8(\'a\' = 1, \'b, (c\' = 2)')`, "b, (c"},
	{"toIPv4('127.0.0.1')", "127.0.0.1"},
	{"toIPv6('2001:db8::1')", "2001:db8::1"},
	{"CAST(NULL, 'Nullable(Int32)')", "<nil>"},
	{"NULL", "<nil>"},
	{"toLowCardinality('x')", "x"},
	{"CAST(NULL, 'LowCardinality(Nullable(String))')", "<nil>"},
	{"CAST(['x', 'y', 'x'], 'Array(LowCardinality(String))')", "[x y x]"},
	{"CAST([], 'Array(LowCardinality(String))')", "[]"},
	{"CAST([[1, 2], []], 'Array(Array(UInt16))')", "[[1 2] []]"},
	{"map('a', [1, 2]::Array(UInt16))", "map[a:[1 2]]"},
	{"CAST((1, 'x'), 'Tuple(a UInt8, b LowCardinality(String))')", "map[a:1 b:x]"},
	{"(1, 'x')", "[1 x]"},
	{"(1, 2)::Point", "[1 2]"},
	{"[[[(1, 2), (3, 4)]]]::MultiPolygon", "[[[[1 2] [3 4]]]]"},
	{"CAST([1]::Array(UInt8), 'Variant(Array(UInt8), String)')", "{[1] Array(UInt8)}"},
	{"toIntervalDay(3)", "3 Days"},
}

// types reads each value in the middle of a row, in three rows: what stands behind it is lost if its length is wrong.
func types(s *session) error {
	for _, value := range values {
		expression, want := value[0], value[1]
		rows, err := s.Query(s.ctx, "SELECT 'before', materialize("+expression+"), 'behind' FROM numbers(3)")
		if err != nil {
			return fmt.Errorf("%s: %w", expression, err)
		}
		var got []string
		for rows.Next() {
			var before, behind string
			read := reflect.New(rows.ColumnTypes()[1].ScanType())
			if err := rows.Scan(&before, read.Interface(), &behind); err != nil {
				return fmt.Errorf("%s: %w", expression, err)
			}
			got = append(got, before+fmt.Sprint(read.Elem().Interface())+behind)
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			return fmt.Errorf("%s: %w", expression, err)
		}
		row := "before" + want + "behind"
		if err := equal(got, []string{row, row, row}); err != nil {
			return fmt.Errorf("%s: %w", expression, err)
		}
	}
	return nil
}

func dynamic(s *session) error {
	flattened := clickhouse.Context(s.ctx, clickhouse.WithSettings(clickhouse.Settings{
		"output_format_native_use_flattened_dynamic_and_json_serialization": 1,
	}))
	query := `SELECT arrayJoin([1::Dynamic, 'x'::Dynamic, NULL::Dynamic]) AS d,
		'{"a":{"b":7},"c":["x"]}'::JSON(a.b UInt8) AS j, 'behind'`
	for _, ctx := range []context.Context{s.ctx, flattened} {
		rows, err := s.Query(ctx, query)
		if err != nil {
			return err
		}
		var got []string
		for rows.Next() {
			var value clickhouse.Dynamic
			var json clickhouse.JSON
			var behind string
			if err := rows.Scan(&value, &json, &behind); err != nil {
				return err
			}
			b, _ := clickhouse.ExtractJSONPathAs[uint8](&json, "a.b")
			got = append(got, fmt.Sprintln(value.Any(), b, behind))
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			return err
		}
		if err := equal(got, []string{"1 7 behind\n", "x 7 behind\n", "<nil> 7 behind\n"}); err != nil {
			return err
		}
	}
	return nil
}

func batch(s *session) error {
	table := "go_" + s.name
	if err := s.Exec(s.ctx, "DROP TABLE IF EXISTS "+table); err != nil {
		return err
	}
	if err := s.Exec(s.ctx, "CREATE TABLE "+table+` (id UInt64, at DateTime64(3), name LowCardinality(String),
		tags Array(String), attributes Map(String, Nullable(Int32)), pair Tuple(a UInt8, b String), big UInt128,
		secret Nullable(UUID)) ENGINE = MergeTree ORDER BY id`); err != nil {
		return err
	}
	insert, err := s.PrepareBatch(s.ctx, "INSERT INTO "+table+" (id, at, name, tags, attributes, pair)")
	if err != nil {
		return err
	}
	seven := int32(7)
	for i := range 5000 {
		if err := insert.Append(uint64(i), time.UnixMilli(int64(i)), fmt.Sprint("name", i%3), []string{"a", "ü"},
			map[string]*int32{"x": &seven, "y": nil}, []any{uint8(i % 256), "b"}); err != nil {
			return err
		}
	}
	if err := insert.Send(); err != nil {
		return err
	}
	var count, ids, names, tags, sevens, nulls, pairs uint64
	var at time.Time
	row := s.QueryRow(s.ctx, `SELECT count(), sum(id), uniqExact(name), countIf(tags = ['a', 'ü']),
		countIf(attributes['x'] = 7), countIf(isNull(attributes['y'])), sum(pair.a), max(at) FROM `+table)
	if err := row.Scan(&count, &ids, &names, &tags, &sevens, &nulls, &pairs, &at); err != nil {
		return err
	}
	want := []any{uint64(5000), uint64(12497500), uint64(3), uint64(5000), uint64(5000), uint64(5000), int64(4999)}
	var wantPairs uint64
	for i := range 5000 {
		wantPairs += uint64(i % 256)
	}
	return equal([]any{count, ids, names, tags, sevens, nulls, at.UnixMilli(), pairs}, append(want, wantPairs))
}

// manyRows reads more than one block, and more than what an answer's start holds back.
func manyRows(s *session) error {
	rows, err := s.Query(s.ctx, `SELECT number, toString(number), [number, number], toLowCardinality(toString(number % 7))
		FROM numbers(100000)`)
	if err != nil {
		return err
	}
	var expected uint64
	for rows.Next() {
		var number uint64
		var text, low string
		var pair []uint64
		if err := rows.Scan(&number, &text, &pair, &low); err != nil {
			return err
		}
		want := []any{expected, fmt.Sprint(expected), []uint64{expected, expected}, fmt.Sprint(expected % 7)}
		if err := equal([]any{number, text, pair, low}, want); err != nil {
			return err
		}
		expected++
	}
	if err := errors.Join(rows.Err(), rows.Close()); err != nil {
		return err
	}
	return equal(expected, uint64(100000))
}

func noRows(s *session) error {
	rows, err := s.Query(s.ctx, "SELECT number FROM numbers(10) WHERE number > 10")
	if err != nil {
		return err
	}
	if rows.Next() {
		return errors.New("there is a row")
	}
	return errors.Join(rows.Err(), rows.Close())
}

func serverError(s *session) error {
	_, err := s.Query(s.ctx, "SELECT * FROM no_such_table")
	var exception *clickhouse.Exception
	if !errors.As(err, &exception) || exception.Code != 60 {
		return fmt.Errorf("not the error of a table that is missing: %v", err)
	}
	return nil
}

// cancelled ends a query by its context, before its answer and amid it, and looks whether the server has ended it too.
func cancelled(s *session) error {
	queries := []string{"SELECT count() FROM numbers(1e15)", "SELECT number FROM numbers(1e15)"}
	for i, query := range queries {
		id := fmt.Sprintf("go-%s-%d", s.name, i)
		ctx, cancel := context.WithCancel(clickhouse.Context(s.ctx, clickhouse.WithQueryID(id)))
		end := make(chan error, 1)
		go func() {
			rows, err := s.Query(ctx, query)
			for err == nil && rows.Next() {
			}
			if err == nil {
				err = rows.Err()
			}
			end <- err
		}()
		if err := s.awaitRunning(id, 1); err != nil {
			return errors.Join(err, errors.New("it did not begin"))
		}
		cancel()
		if err := <-end; err == nil {
			return errors.New("a cancelled query has no error")
		}
		if err := s.awaitRunning(id, 0); err != nil {
			return errors.Join(err, errors.New("it did not end"))
		}
	}
	return nil
}

func (s *session) awaitRunning(id string, want uint64) error {
	for {
		var running uint64
		row := s.QueryRow(s.ctx, "SELECT count() FROM system.processes WHERE query_id = ?", id)
		if err := row.Scan(&running); err != nil {
			return err
		}
		if running == want {
			return nil
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// databaseSQL goes by Go's standard interface and asks for no compressed answers, as Grafana does.
func databaseSQL(s *session) error {
	options := *s.options
	options.Settings = nil
	db := clickhouse.OpenDB(&options)
	defer db.Close()
	if err := db.PingContext(s.ctx); err != nil {
		return err
	}
	var sum uint64
	if err := db.QueryRowContext(s.ctx, "SELECT sum(number) FROM numbers(?)", 5).Scan(&sum); err != nil {
		return err
	}
	return equal(sum, uint64(10))
}

func equal(got, want any) error {
	if !reflect.DeepEqual(got, want) {
		return fmt.Errorf("got %v instead of %v", got, want)
	}
	return nil
}
