using System.Text.Json;
using Hub.Server.Workflows.Activities;
using Hub.Workflows;
using Hub.Workflows.Activities;
using Hub.Workflows.Graph;

namespace Hub.Server.Workflows.Outline;

/// <summary>The outcomes of a step, and each of them in words: « si le délai est dépassé ».</summary>
internal sealed class OutcomeWords(Wording words)
{
    private static readonly Dictionary<string, LocalizedText> Known = new(StringComparer.Ordinal)
    {
        [Outcome.Done] = new("ensuite", "then"),
        ["True"] = new("si oui", "if so"),
        ["False"] = new("sinon", "otherwise"),
        ["Default"] = new("dans les autres cas", "in all other cases"),
        ["Failed"] = new("en cas d'échec", "on failure"),
        ["TimedOut"] = new("si le délai est dépassé", "if time runs out"),
        ["Timeout"] = new("si le délai est dépassé", "if time runs out"),
        ["Identified"] = new("si l'identité est prouvée", "if the identity is proved"),
        ["Refused"] = new("si c'est refusé", "if it is refused"),
        ["Paid"] = new("si c'est payé", "if it is paid"),
        ["Abandoned"] = new("si c'est abandonné", "if it is abandoned"),
        ["Expired"] = new("si le lien a expiré", "if the link has expired"),
        ["Valid"] = new("si c'est valide", "if it is valid"),
        ["Invalid"] = new("si ce n'est pas valide", "if it is not valid"),
        ["Received"] = new("quand il arrive", "when it comes"),
        ["Unmatched status code"] = new("si un autre code d'état revient", "if another status code comes back"),
        ["Failed to connect"] = new("si la connexion échoue", "if the connection fails"),
        ["Completed"] = new("quand tous sont terminés", "when all are completed"),
        ["Canceled"] = new("en cas d'annulation", "if cancelled"),
    };

    // What HttpEndpoint leaves by where the designer has asked for it (contract §5).
    private static readonly (string Input, string Outcome)[] EndpointLimits =
    [
        ("exposeRequestTooLargeOutcome", "Request too large"),
        ("exposeFileTooLargeOutcome", "File too large"),
        ("exposeInvalidFileExtensionOutcome", "Invalid file extension"),
        ("exposeInvalidFileMimeTypeOutcome", "Invalid file MIME type"),
    ];

    /// <summary>Every outcome that the step may have, in the order in which the toolbox and its settings name them; Done where it names none.</summary>
    public static IReadOnlyList<string> Of(GraphNode step)
    {
        var outcomes = step.Descriptor.Ports.Where(port => port.Kind == PortKind.Flow).Select(port => port.Name).ToList();
        switch (step.Descriptor.TypeName)
        {
            case "Elsa.FlowSwitch":
                outcomes.InsertRange(0, ReadingOrder.Items(step.Json.Member("cases")).Select(item => item.Member("label").AsText() ?? ""));
                break;
            case "Elsa.FlowFork":
                outcomes.AddRange(Listed(step, "branches"));
                break;
            case "Elsa.RunJavaScript":
                outcomes.AddRange(Listed(step, "possibleOutcomes"));
                outcomes.Add(Outcome.Done);
                break;
            case "Elsa.FlowSendHttpRequest" or "Elsa.DownloadHttpFile":
                outcomes.InsertRange(0, Listed(step, "expectedStatusCodes"));
                break;
            case "Elsa.HttpEndpoint":
                outcomes.Add(Outcome.Done);
                outcomes.AddRange(EndpointLimits.Where(limit => step.Json.Member(limit.Input).ValueKind == JsonValueKind.True).Select(limit => limit.Outcome));
                break;
        }

        var distinct = outcomes.Where(outcome => outcome.Length > 0).Distinct(StringComparer.Ordinal).ToArray();
        return distinct.Length > 0 ? distinct : step.Descriptor.IsTerminal ? [] : [Outcome.Done];
    }

    /// <summary>The outcome in words; the designer's own names are quoted.</summary>
    public string Label(GraphNode step, string outcome)
    {
        if (step.Descriptor.TypeName == "Elsa.FlowFork" && outcome != Outcome.Done)
        {
            return words.Say($"en parallèle, branche {words.Quote(outcome)}", $"in parallel, branch {words.Quote(outcome)}");
        }

        if (Known.TryGetValue(outcome, out var known))
        {
            return words.Say(known);
        }

        var port = step.Descriptor.Ports.FirstOrDefault(port => port.Kind == PortKind.Flow && port.Name == outcome);
        var name = port?.DisplayName is { } given ? words.Say(given) : outcome;
        return words.Say($"si {words.Quote(name)}", $"if {words.Quote(name)}");
    }

    /// <summary>What happens where nothing follows an outcome.</summary>
    public string Nowhere(GraphNode step, string outcome) => step.Activity is ConnectorCall && outcome == ConnectorCall.Failed
        ? words.Say("un incident est ouvert", "an incident is opened")
        : step.Descriptor.IsTerminal ? words.Say("rien ne suit", "nothing follows") : words.Say("fin", "end");

    private static IEnumerable<string> Listed(GraphNode step, string input)
    {
        var text = InputWords.Constant(step, input);
        try
        {
            return text is not null && JsonValues.Parse(text) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray().Select(item => item.AsText() ?? "").ToArray() : [];
        }
        catch (JsonException)
        {
            return [];
        }
    }
}
