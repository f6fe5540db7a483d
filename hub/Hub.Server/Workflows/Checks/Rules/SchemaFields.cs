using Hub.Server.Schemas.Members;
using Hub.Server.Workflows.Readings;

namespace Hub.Server.Workflows.Checks.Rules;

/// <summary>An expression reads a field that the schema of its value does not declare.</summary>
internal sealed class SchemaFields : IWorkflowRule
{
    public const string Rule = "unknown-schema-field";

    public IEnumerable<CheckFinding> Check(CheckedWorkflow workflow) =>
        workflow.Readings.Where(reading => workflow.Schemas.Contains(reading.Origin.Urn)).Select(reading => Find(workflow, reading)).OfType<CheckFinding>();

    private static CheckFinding? Find(CheckedWorkflow workflow, StepReading reading)
    {
        var member = workflow.Schemas.Member(reading.Origin.Urn);
        for (var i = 0; i < reading.Path.Count; i++)
        {
            var segment = reading.Path[i];
            if (member.Find(segment) is { } next)
            {
                member = next;
                continue;
            }

            // A value of any form, one whose members' names are data, or a text or list whose own members the language has.
            if (!SaysWhatItHas(member, segment))
            {
                return null;
            }

            var read = string.Join('.', reading.Path.Take(i + 1));
            var place = reading.Line > 0 ? (Fr: $" (ligne {reading.Line}, colonne {reading.Column})", En: $" (line {reading.Line}, column {reading.Column})") : (Fr: "", En: "");
            return CheckedWorkflow.Finding(
                Rule,
                CheckSeverity.Warning,
                reading.Step,
                reading.Input,
                new(
                    $"L'expression lit « {read} »{place.Fr}, que le schéma {reading.Origin.Reference} ne déclare pas.",
                    $"The expression reads '{read}'{place.En}, which the schema {reading.Origin.Reference} does not declare."),
                NearestName.Of(segment, member.Names) is { } near ? new($"Vouliez-vous dire « {near} » ?", $"Did you mean '{near}'?")
                    : new($"Le schéma déclare ici : {string.Join(", ", member.Names)}.", $"The schema declares here: {string.Join(", ", member.Names)}."));
        }

        return null;
    }

    private static bool SaysWhatItHas(SchemaMember member, string segment) =>
        segment != "[]" && member.Names.Count > 0 && !member.IsMap && (member.Types.Count == 0 || member.Types.Contains("object"));
}
