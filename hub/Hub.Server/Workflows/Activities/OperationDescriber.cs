using System.Text;
using System.Text.Json;
using Hub.Server.Exchange.Outbox;
using Hub.Server.Schemas.Members;
using Hub.Workflows;
using Hub.Workflows.Activities;
using Text = Hub.Workflows.LocalizedText;

namespace Hub.Server.Workflows.Activities;

/// <summary>Makes a kind of activity of an operation: an input for each member of what it takes, an output for each member of what it answers.</summary>
internal static class OperationDescriber
{
    // More than anybody fills in one by one: the rest goes through the whole content.
    private const int MostFields = 100;
    private const int LongText = 200;

    // Members that every activity's JSON has, and inputs of every call.
    private static readonly HashSet<string> Taken = new(StringComparer.OrdinalIgnoreCase)
    {
        "id", "nodeId", "name", "type", "version", "customProperties", "metadata", "canStartWorkflow", "runAsynchronously",
        OperationStep.PayloadInput, OutputDescriptor.Result, HubActivity.TimeoutInput.Name, HubActivity.IncidentInput.Name,
    };

    /// <param name="member">What the schema of a URN declares; null where the catalogue does not know it.</param>
    public static OperationStep Describe(ConnectorOffer connector, OperationOffer operation, Func<string, SchemaMember?> member)
    {
        var taken = new HashSet<string>(Taken, StringComparer.OrdinalIgnoreCase);
        var input = operation.InputSchema is { } urn ? member(urn) : null;
        var fields = new List<OperationField>();
        var inputs = new List<InputDescriptor>();
        foreach (var name in (input?.Names ?? []).Take(MostFields))
        {
            if (input!.Find(name) is { } field)
            {
                var unique = Unique(Pascal(name), "Value", taken);
                fields.Add(new OperationField(unique, name, field.IsRequired, field.Types.Contains("null"), field.Personal));
                inputs.Add(Input(unique, name, field));
            }
        }

        var results = new List<OperationField>();
        var outputs = new List<OutputDescriptor>
        {
            HubActivity.Output(OutputDescriptor.Result, "Object", new("Answer", "Réponse"), new("All that the connector answered.", "Tout ce que le connecteur a répondu.")),
        };
        var output = operation.OutputSchema is { } answered ? member(answered) : null;
        foreach (var name in (output?.Names ?? []).Take(MostFields))
        {
            if (output!.Find(name) is { } field)
            {
                // An input and an output of one name would be one member of the activity's JSON.
                var unique = Unique(OutputDescriptor.Result + Pascal(name), "Value", taken);
                results.Add(new OperationField(unique, name));
                var (type, _) = TypeOf(field);
                outputs.Add(HubActivity.Output(unique, type, Title(name, field), Description(field, isRequired: false)) with { IsRecorded = false });
            }
        }

        var isObject = input is null || fields.Count > 0 || input.Types.Count == 0 || input.Types.Contains("object");
        inputs.Add(Payload(isObject && fields.Count > 0) with { IsSensitive = inputs.Exists(own => own.IsSensitive) });
        return new OperationStep(connector, operation, Descriptor(connector, operation, [.. inputs, HubActivity.TimeoutInput, HubActivity.IncidentInput], outputs), isObject, fields, results);
    }

    private static ActivityDescriptor Descriptor(ConnectorOffer connector, OperationOffer operation, IReadOnlyList<InputDescriptor> inputs, IReadOnlyList<OutputDescriptor> outputs) => new()
    {
        TypeName = OperationStep.TypeNameOf(connector.Name, operation.Name),
        Category = (connector.Title.En, connector.Title.Fr),
        DisplayName = (operation.Title.En, operation.Title.Fr),
        Description = operation.Description is { Fr.Length: > 0 } described ? (described.En, described.Fr)
            : ($"{operation.Title.En}: asks {connector.Title.En} and waits for the answer.", $"{operation.Title.Fr} : demande à {connector.Title.Fr} et attend la réponse."),
        Inputs = inputs,
        Outputs = outputs,
        Ports = HubActivity.Ports([Outcome.Done, ConnectorCall.Failed, ConnectorCall.TimedOut]),
        CustomProperties = new Dictionary<string, JsonElement>
        {
            ["Connector"] = JsonValues.From(connector.Name),
            ["Operation"] = JsonValues.From(operation.Name),
            ["Icon"] = JsonValues.From(connector.Category ?? "connector"),
        },
    };

    private static InputDescriptor Payload(bool isBeside) => HubActivity.Input(
        OperationStep.PayloadInput,
        "Object",
        new("Whole content", "Contenu entier"),
        isBeside
            ? new("Instead of the fields, or for what they leave out: a field that is given takes the place of its own member.", "À la place des champs, ou pour ce qu'ils ne disent pas : un champ renseigné remplace le membre du même nom.")
            : new("What to send.", "Ce qu'il faut envoyer."),
        "json-editor");

    private static InputDescriptor Input(string name, string member, SchemaMember field)
    {
        var (type, hint) = TypeOf(field);
        var title = Title(member, field);
        return HubActivity.Input(name, type, field.IsRequired ? new(title.English + " *", title.French + " *") : title, Description(field, field.IsRequired), hint) with
        {
            // What is personal stays out of the journal; what the connector is sent is kept where it belongs, in its outbox and its ledger.
            IsSensitive = MemberTexts.IsSecret(field) || field.Personal is not null,
            Choices = hint == "dropdown" ? [.. field.Values!.Select(value => new InputChoice(value, (value, value)))] : [], // a drop-down has values
        };
    }

    private static (string Type, string Hint) TypeOf(SchemaMember field)
    {
        string[] types = [.. field.Types.Where(type => type != "null")];
        return types switch
        {
            ["string"] when field.Values is { Count: > 0 } => ("String", "dropdown"),
            ["string"] => ("String", IsLong(field) ? "multiline" : "singleline"),
            ["boolean"] => ("Boolean", "checkbox"),
            ["integer"] => ("Int64", "singleline"),
            ["number"] or ["integer", "number"] or ["number", "integer"] => ("Decimal", "singleline"),
            _ => ("Object", "json-editor"),
        };
    }

    private static bool IsLong(SchemaMember field) => field.Places.Any(place =>
        place.Schema.TryGetProperty("maxLength", out var most) && most.ValueKind == JsonValueKind.Number && most.TryGetDouble(out var length) && length > LongText);

    private static Text Title(string name, SchemaMember field) => MemberTexts.Title(field) is { } title ? (title.En, title.Fr) : (Words(name), Words(name));

    private static Text Description(SchemaMember field, bool isRequired)
    {
        var french = new List<string>();
        var english = new List<string>();
        if (isRequired)
        {
            french.Add("Obligatoire.");
            english.Add("Required.");
        }

        if (MemberTexts.Description(field) is { } text)
        {
            french.Add(text.Fr);
            english.Add(text.En);
        }

        if (field.Personal is { } category)
        {
            french.Add($"Donnée personnelle ({PersonalData.Name(category).Fr}) : absente du journal.");
            english.Add($"Personal data ({PersonalData.Name(category).En}): kept out of the journal.");
        }

        return (string.Join(' ', english), string.Join(' ', french));
    }

    private static string Unique(string name, string suffix, HashSet<string> taken)
    {
        while (!taken.Add(name))
        {
            name += suffix;
        }

        return name;
    }

    // A name that an activity's JSON and a script's accessor can have.
    private static string Pascal(string name)
    {
        var text = new StringBuilder(name.Length);
        var startsWord = true;
        foreach (var letter in name)
        {
            if (char.IsAsciiLetterOrDigit(letter))
            {
                text.Append(startsWord ? char.ToUpperInvariant(letter) : letter);
            }

            startsWord = !char.IsAsciiLetterOrDigit(letter);
        }

        return text.Length == 0 ? "Field" : char.IsAsciiDigit(text[0]) ? "Field" + text : text.ToString();
    }

    // "caseNumber" reads "Case number".
    private static string Words(string name)
    {
        var text = new StringBuilder(name.Length + 4);
        foreach (var letter in name)
        {
            if (letter is '-' or '_' or '.')
            {
                text.Append(' ');
            }
            else if (char.IsUpper(letter) && text.Length > 0)
            {
                text.Append(' ').Append(char.ToLowerInvariant(letter));
            }
            else
            {
                text.Append(text.Length == 0 ? char.ToUpperInvariant(letter) : letter);
            }
        }

        return text.ToString();
    }
}
