using System.Globalization;
using Hub.Workflows.Activities;
using Hub.Workflows.Graph;

namespace Hub.Server.Workflows.Outline;

/// <summary>The steps that a step holds, by the member of its JSON that holds each and its position there (null where the member is no list).</summary>
internal static class HeldSteps
{
    /// <summary>Members inside a list's objects are named <c>states.entry</c>; a case's own activity by the list alone.</summary>
    public static Dictionary<(string Port, int? Position), GraphNode> Of(GraphNode holder)
    {
        var held = new Dictionary<(string, int?), GraphNode>(holder.Children.Count);
        foreach (var child in holder.Children)
        {
            // The place of a child is its holder's, then the member, then for lists the position and the object's own member.
            var parts = child.Place[(holder.Place.Length + 1)..].Split('/');
            var position = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : (int?)null;
            held[(parts.Length > 2 && parts[2] != "activity" ? $"{parts[0]}.{parts[2]}" : parts[0], position)] = child;
        }

        return held;
    }
}

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

            var position = 0;
            foreach (var item in FlowOrder.Items(node.Json.Member(member)))
            {
                if (port.Kind == PortKind.EmbeddedList)
                {
                    yield return (member, position++, words.Say($"Branche {position}", $"Branch {position}"), null);
                    continue;
                }

                var named = port.Member == "activity" ? member : $"{member}.{port.Member}";
                var label = sentences.CaseLabel(item);
                yield return (named, position++, label, sentences.CaseCondition(item));
            }
        }
    }
}
