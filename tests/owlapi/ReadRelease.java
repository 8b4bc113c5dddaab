import java.io.File;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.model.OWLAxiom;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.model.OWLOntologyCreationException;
import org.semanticweb.owlapi.profiles.OWL2DLProfile;
import org.semanticweb.owlapi.profiles.OWLProfileReport;

/** Reads each file named with OWLAPI: every one must be OWL 2 DL and hold the same axioms as the first. */
public final class ReadRelease {
    private static final int SHOWN = 10;

    public static void main(String[] files) throws OWLOntologyCreationException {
        if (files.length == 0) {
            System.err.println("usage: ReadRelease FILE...");
            System.exit(2);
        }
        List<Set<OWLAxiom>> read = new ArrayList<>();
        boolean good = true;
        for (String file : files) {
            OWLOntology ontology = read(file);
            read.add(ontology.axioms().collect(Collectors.toSet()));
            good &= isDescriptionLogic(file, ontology);
        }
        for (int i = 1; i < files.length; i++) {
            good &= isSame(files[0], read.get(0), files[i], read.get(i));
        }
        System.exit(good ? 0 : 1);
    }

    private static OWLOntology read(String file) throws OWLOntologyCreationException {
        OWLOntology ontology = OWLManager.createOWLOntologyManager().loadOntologyFromOntologyDocument(new File(file));
        System.out.printf("%s: %s, %d axioms, %d classes, %d individuals%n", file,
            ontology.getOntologyID().getOntologyIRI().map(Object::toString).orElse("no ontology IRI"),
            ontology.getAxiomCount(), ontology.classesInSignature().count(),
            ontology.individualsInSignature().count());
        return ontology;
    }

    /** An empty ontology is in every profile, so it does not count as one that was read. */
    private static boolean isDescriptionLogic(String file, OWLOntology ontology) {
        OWLProfileReport report = new OWL2DLProfile().checkOntology(ontology);
        System.out.printf("%s: OWL 2 DL: %s%n", file,
            report.isInProfile() ? "yes" : "no, " + report.getViolations().size() + " violations");
        report.getViolations().stream().limit(SHOWN).forEach(violation -> System.out.println("  " + violation));
        return report.isInProfile() && ontology.getLogicalAxiomCount() > 0;
    }

    private static boolean isSame(String oneFile, Set<OWLAxiom> one, String otherFile, Set<OWLAxiom> other) {
        boolean same = one.equals(other);
        System.out.printf("%s and %s: %s axioms%n", oneFile, otherFile, same ? "the same" : "different");
        show(oneFile, one, other);
        show(otherFile, other, one);
        return same;
    }

    private static void show(String file, Set<OWLAxiom> axioms, Set<OWLAxiom> others) {
        axioms.stream().filter(axiom -> !others.contains(axiom)).sorted(Comparator.naturalOrder()).limit(SHOWN)
            .forEach(axiom -> System.out.printf("  only in %s: %s%n", file, axiom));
    }
}
