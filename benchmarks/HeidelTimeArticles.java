import com.sun.management.OperatingSystemMXBean;
import de.unihd.dbs.heideltime.standalone.DocumentType;
import de.unihd.dbs.heideltime.standalone.HeidelTimeStandalone;
import de.unihd.dbs.heideltime.standalone.OutputType;
import de.unihd.dbs.heideltime.standalone.POSTagger;
import de.unihd.dbs.uima.annotator.heideltime.resources.Language;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Date;

/** Reads texts with HeidelTime in one Java process: a line is the publication day, a blank and the text in base 64.
 *
 * Prints one line a text, the TimeML in base 64, and at the end the nanoseconds of the processor, start-up not counted.
 * No tagger of parts of speech: the Arabic one is not part of HeidelTime, and its rules for Arabic do without.
 */
public class HeidelTimeArticles {
    public static void main(String[] given) throws Exception {
        PrintStream out = System.out;
        System.setOut(System.err);
        HeidelTimeStandalone reader =
            new HeidelTimeStandalone(Language.ARABIC, DocumentType.NEWS, OutputType.TIMEML, given[0], POSTagger.NO);
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long start = system.getProcessCpuTime();
        for (String line : Files.readAllLines(Path.of(given[1]))) {
            String[] parts = line.split(" ", 2);
            Date day = Date.from(LocalDate.parse(parts[0]).atStartOfDay().toInstant(ZoneOffset.UTC));
            String text = new String(Base64.getDecoder().decode(parts[1]), StandardCharsets.UTF_8);
            String found = "";
            try {
                found = reader.process(text, day);
            } catch (Exception failure) {
                System.err.println(failure);
            }
            out.println(Base64.getEncoder().encodeToString(found.getBytes(StandardCharsets.UTF_8)));
        }
        out.println(system.getProcessCpuTime() - start);
    }
}
