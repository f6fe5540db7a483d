using System.Globalization;
using System.Text.Json;

namespace Hub.Workflows.Comparison;

/// <summary>Changes as sentences, in both languages.</summary>
internal static class ChangeSentences
{
    public static LocalizedText Summary(DefinitionComparison comparison)
    {
        var layout = comparison.LayoutChanges;
        var moved = layout == 0 ? ("", "") : ($" Moved on the canvas: {Number(layout)}.", $" Déplacements sur le dessin : {Number(layout)}.");
        if (comparison.IsSame)
        {
            return new LocalizedText($"Nothing differs in what runs.{moved.Item1}", $"Rien ne diffère dans ce qui s'exécute.{moved.Item2}");
        }

        var (added, removed, changed) = (comparison.Count(ChangeKind.Added), comparison.Count(ChangeKind.Removed), comparison.Count(ChangeKind.Changed));
        return new LocalizedText(
            $"Added: {Number(added)}, removed: {Number(removed)}, changed: {Number(changed)}.{moved.Item1}",
            $"Ajouts : {Number(added)}, retraits : {Number(removed)}, modifications : {Number(changed)}.{moved.Item2}");
    }

    public static LocalizedText Activity(DrawnActivity activity, ChangeKind kind) => kind == ChangeKind.Added
        ? new($"The step '{activity.Label}' ({activity.Type}) is added.", $"L'étape « {activity.Label} » ({activity.Type}) est ajoutée.")
        : new($"The step '{activity.Label}' ({activity.Type}) is removed.", $"L'étape « {activity.Label} » ({activity.Type}) est retirée.");

    public static LocalizedText Renamed(DrawnActivity before, DrawnActivity after) => new(
        $"The step '{after.Label}' has another name in scripts: {Quoted(before.Name)} is now {Quoted(after.Name)}.",
        $"L'étape « {after.Label} » change de nom dans les scripts : {Entre(before.Name)} devient {Entre(after.Name)}.");

    public static LocalizedText Retyped(DrawnActivity before, DrawnActivity after) => new(
        $"The step '{after.Label}' is of another type: {before.Type} is now {after.Type}.",
        $"L'étape « {after.Label} » change de type : {before.Type} devient {after.Type}.");

    public static LocalizedText Moved(DrawnActivity after) => after.Parent is { } parent
        ? new($"The step '{after.Label}' stands in another place: in '{parent.Label}', {after.Port}.", $"L'étape « {after.Label} » change de place : dans « {parent.Label} », {after.Port}.")
        : new($"The step '{after.Label}' is now the outermost one.", $"L'étape « {after.Label} » est maintenant la plus extérieure.");

    public static LocalizedText Member(DrawnActivity after, ChangeSubject subject, string name, JsonElement mine, JsonElement theirs)
    {
        var (what, quoi) = subject switch
        {
            ChangeSubject.ActivityType => ($"the version of its type ('{name}')", $"la version de son type (« {name} »)"),
            ChangeSubject.ActivityOutput => ($"where the output '{name}' goes", $"la destination de la sortie « {name} »"),
            ChangeSubject.ActivityInput => ($"the input '{name}'", $"l'entrée « {name} »"),
            _ => ($"the setting '{name}'", $"le réglage « {name} »"),
        };
        var (verb, verbe) = Verb(mine, theirs, isFeminine: subject != ChangeSubject.ActivitySetting);
        return new($"In the step '{after.Label}', {what} is {verb}{Values(mine, theirs)}.", $"Dans l'étape « {after.Label} », {quoi} est {verbe}{Values(mine, theirs)}.");
    }

    public static LocalizedText Heading(ChangeSubject subject, string name, JsonElement before, JsonElement after)
    {
        var (what, quoi) = subject switch
        {
            ChangeSubject.Variable => ($"The variable '{name}'", $"La variable « {name} »"),
            ChangeSubject.Input => ($"The workflow's input '{name}'", $"L'entrée « {name} » du workflow"),
            ChangeSubject.Output => ($"The workflow's output '{name}'", $"La sortie « {name} » du workflow"),
            ChangeSubject.Outcome => ($"The workflow's outcome '{name}'", $"L'issue « {name} » du workflow"),
            ChangeSubject.Option => ($"The option '{name}'", $"L'option « {name} »"),
            ChangeSubject.Property => ($"The workflow's property '{name}'", $"La propriété « {name} » du workflow"),
            _ when name == "name" => ("The workflow's name", "Le nom du workflow"),
            _ when name == "description" => ("The workflow's description", "La description du workflow"),
            _ => ($"The workflow's member '{name}'", $"Le champ « {name} » du workflow"),
        };
        var isFeminine = subject is ChangeSubject.Variable or ChangeSubject.Input or ChangeSubject.Output or ChangeSubject.Outcome or ChangeSubject.Option or ChangeSubject.Property
            || (subject == ChangeSubject.Definition && name == "description");
        var (verb, verbe) = Verb(before, after, isFeminine);
        return new($"{what} is {verb}{Values(before, after)}.", $"{quoi} est {verbe}{Values(before, after)}.");
    }

    public static LocalizedText Connection(DrawnConnection connection, ChangeKind kind) => kind == ChangeKind.Added
        ? new(
            $"A connection is added: from '{connection.SourceLabel}', outcome '{connection.Port}', to '{connection.TargetLabel}'.",
            $"Une connexion est ajoutée : de « {connection.SourceLabel} », issue « {connection.Port} », vers « {connection.TargetLabel} ».")
        : new(
            $"A connection is removed: from '{connection.SourceLabel}', outcome '{connection.Port}', to '{connection.TargetLabel}'.",
            $"Une connexion est retirée : de « {connection.SourceLabel} », issue « {connection.Port} », vers « {connection.TargetLabel} ».");

    public static LocalizedText Start(DrawnActivity flowchart, DrawnActivity before, DrawnActivity after) => new(
        $"'{flowchart.Label}' begins with another step when no trigger starts it: with '{after.Label}' instead of '{before.Label}'.",
        $"« {flowchart.Label} » commence par une autre étape quand aucun déclencheur ne la lance : par « {after.Label} » au lieu de « {before.Label} ».");

    public static LocalizedText WaysOut(DrawnActivity activity) => new(
        $"The ways that leave the step '{activity.Label}' are taken in another order.",
        $"Les chemins qui partent de l'étape « {activity.Label} » sont pris dans un autre ordre.");

    public static LocalizedText Sequence(DrawnActivity container) => new(
        $"The steps in '{container.Label}' come in another order.",
        $"Les étapes de « {container.Label} » viennent dans un autre ordre.");

    private static (string English, string French) Verb(JsonElement before, JsonElement after, bool isFeminine)
    {
        var (verb, verbe) = before.IsNothing() ? ("added", "ajouté") : after.IsNothing() ? ("removed", "retiré") : ("changed", "modifié");
        return (verb, isFeminine ? verbe + "e" : verbe);
    }

    // Short ones stand in the sentence; of others the lines are shown.
    private static string Values(JsonElement before, JsonElement after)
    {
        if (before.IsNothing() || after.IsNothing() || ValueLines.Of(before, after).Count > 0)
        {
            return "";
        }

        var (old, now) = (ComparedValue.Readable(ComparedValue.Said(before)), ComparedValue.Readable(ComparedValue.Said(after)));
        return old == now ? $" ({ComparedValue.SyntaxOf(before)} → {ComparedValue.SyntaxOf(after)})" : $" ({old} → {now})";
    }

    private static string Quoted(string? text) => text is null ? "none" : $"'{text}'";

    private static string Entre(string? text) => text is null ? "aucun" : $"« {text} »";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
