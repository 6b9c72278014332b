package imagefactory.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import imagefactory.cli.text.Drawing.Arrow;
import imagefactory.cli.text.Drawing.Box;
import imagefactory.cli.text.Drawing.Look;
import java.util.List;
import org.junit.jupiter.api.Test;

class DrawingTest {
    private final Drawing drawing = new Drawing(
            List.of(
                    new Box(List.of("docker.io/library/debian:12"), Look.OUTSIDE),
                    new Box(List.of("portal", "wave 1"), Look.IMAGE),
                    new Box(List.of("self", "it is built on itself: self → self"), Look.LEFT_OUT)),
            List.of(
                    new Arrow("docker.io/library/debian:12", "portal"),
                    new Arrow("docker.io/library/debian:12", "self")));

    @Test
    void mermaidDrawsItFromLeftToRight() {
        assertThat(drawing.mermaid()).isEqualTo("""
                flowchart LR
                    n0(["docker.io/library/debian:12"])
                    n1["portal<br>wave 1"]
                    n2["self<br>it is built on itself: self #8594; self"]:::out
                    n0 --> n1
                    n0 --> n2
                    classDef out stroke-dasharray: 4 4""");
    }

    @Test
    void graphvizDrawsTheSame() {
        assertThat(drawing.dot()).isEqualTo("""
                digraph images {
                    rankdir=LR;
                    node [shape=box];
                    n0 [label="docker.io/library/debian:12", shape=ellipse];
                    n1 [label="portal\\nwave 1"];
                    n2 [label="self\\nit is built on itself: self → self", style=dashed];
                    n0 -> n1;
                    n0 -> n2;
                }""");
    }

    @Test
    void hostileNamesStayText() {
        var hostile = "a\"]; click n0 \"javascript:x\"\n<script>#end\\";
        var box = new Drawing(List.of(new Box(List.of(hostile), Look.IMAGE)), List.of());

        assertThat(box.mermaid())
                .contains("n0[\"a#34;#93;#59; click n0 #34;javascript:x#34; #60;script#62;#35;end#92;\"]\n");
        assertThat(box.dot()).contains("n0 [label=\"a\\\"]; click n0 \\\"javascript:x\\\" <script>#end\\\\\"];\n");
    }
}
