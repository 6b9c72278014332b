package imagefactory.builder.dispatch;

/** How a log's end is shown in the text of a problem. */
public final class LastLines {
    private static final int LINES = 20;
    private static final int LINE = 500;

    private LastLines() {}

    /** A sentence to be added: the last twenty lines, each short and without control characters. */
    public static String of(String log) {
        var all = log.lines().filter(line -> !line.isBlank()).toList();
        var last = all.subList(Math.max(0, all.size() - LINES), all.size());
        return last.isEmpty()
                ? " It wrote nothing."
                : " Its last lines:\n"
                        + String.join("\n", last.stream().map(LastLines::plain).toList());
    }

    private static String plain(String line) {
        var text = line.replaceAll("\u001B\\[[0-9;?]*[A-Za-z]", "").replaceAll("\\p{Cntrl}", " ");
        return text.length() <= LINE ? text : text.substring(0, LINE) + "…";
    }
}
