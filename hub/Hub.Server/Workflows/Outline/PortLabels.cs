using Hub.Workflows;
using Hub.Workflows.Activities;
using Hub.Workflows.Graph;

namespace Hub.Server.Workflows.Outline;

/// <summary>The lists that a step may hold, empty ones included, with what they are called.</summary>
internal static class PortLabels
{
    private static readonly Dictionary<string, LocalizedText> Phrases = new(StringComparer.Ordinal)
    {
        ["then"] = new("Alors", "Then"),
        ["else"] = new("Sinon", "Otherwise"),
        ["body"] = new("À chaque tour", "Each time"),
        ["default"] = new("Dans les autres cas", "In all other cases"),
    };

    public static IEnumerable<(string Port, int? Position, string Label, string? Sentence)> Of(GraphNode node, Wording words, StepSentences sentences)
    {
        foreach (var port in node.Descriptor.Ports.Where(port => port.Kind != PortKind.Flow))
        {
            var member = port.Property ?? port.Name;
            member = char.ToLowerInvariant(member[0]) + member[1..];
            if (port.Kind == PortKind.Embedded)
            {
                var label = Phrases.TryGetValue(member, out var phrase) ? words.Say(phrase) : port.DisplayName is { } name ? words.Say(name) : port.Name;
                yield return (member, null, node.Descriptor.TypeName is "Elsa.FlowNode" ? words.Say("Étapes", "Steps") : label, null);
                continue;
            }

            foreach (var (position, item) in ReadingOrder.Items(node.Json.Member(member)).Index())
            {
                yield return port.Kind == PortKind.EmbeddedList
                    ? (member, position, words.Say($"Branche {position + 1}", $"Branch {position + 1}"), null)
                    : (port.Member == "activity" ? member : $"{member}.{port.Member}", position, sentences.CaseLabel(item), sentences.CaseCondition(item));
            }
        }
    }
}
