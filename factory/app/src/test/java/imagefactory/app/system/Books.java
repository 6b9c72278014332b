package imagefactory.app.system;

import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What the factory's database says. */
record Books(String url, String user, String password) {

    /**
     * How far a run is.
     *
     * @param results the stages that left one, in their order
     * @param last what the last one left, as JSON
     * @param lease of the replica that has it now, or empty
     */
    record Run(long id, boolean closed, List<String> results, String last, String waitsFor, String lease) {
        boolean has(String result) {
            return results.contains(result);
        }
    }

    /** The runs of an image, the oldest first. */
    List<Run> runs(String image) {
        return ask("""
                select id, closed is not null, coalesce(waits_for, ''), coalesce((state -> -1)::text, ''),
                    coalesce((select string_agg(result ->> 'stage', ',' order by place)
                        from jsonb_array_elements(state) with ordinality as made (result, place)), ''),
                    coalesce(lease::text, '')
                from run where image = ? order by id""", image, Books::run);
    }

    private static Run run(ResultSet row) throws SQLException {
        var results = List.of(row.getString(5).split(","));
        return new Run(
                row.getLong(1), row.getBoolean(2), results, row.getString(4), row.getString(3), row.getString(6));
    }

    /** How many rows say more than they should: announcements that were not sent, and dead letters. */
    long leftovers() {
        return ask("""
                select (select count(*) from outbox where sent is null) + (select count(*) from dead_letter)
                where ? = ''""", "", row -> row.getLong(1)).getFirst();
    }

    private interface Reader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> ask(String question, String about, Reader<T> reader) {
        try (var connection = DriverManager.getConnection(url, user, password);
                var statement = connection.prepareStatement(question)) {
            statement.setString(1, about);
            var answers = new ArrayList<T>();
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    answers.add(reader.read(rows));
                }
            }
            return answers;
        } catch (SQLException e) {
            throw new IllegalStateException(question, e);
        }
    }
}
