using System.Globalization;
using System.Text.Json;
using Hub.Server.Workflows.Readings;
using Hub.Workflows;
using Hub.Workflows.Activities;
using Hub.Workflows.Graph;

namespace Hub.Server.Workflows.Outline;

/// <summary>The settings of a step in words: constant values as they are, expressions by what they read.</summary>
/// <remarks>A sensitive input's constant value is never told.</remarks>
internal sealed class InputWords(Wording words, WorkflowGraph graph)
{
    private const int MostPaths = 4;
    private const int MostFormula = 60;

    private readonly Dictionary<string, string> variables = NamesOf(graph);

    /// <summary>The constant text of an input, its descriptor's default included; null where there is none or an expression decides.</summary>
    public static string? Constant(GraphNode step, string input)
    {
        var value = Value(step, input);
        if (value.IsNothing())
        {
            return Descriptor(step, input)?.DefaultValue.AsText();
        }

        return Expression(value) is not { } expression ? value.AsText() : expression.Type is "Literal" or "Object" or "Json" ? expression.Value.AsText() : null;
    }

    /// <summary>Whether the input has any value, its descriptor's default included.</summary>
    public static bool IsSet(GraphNode step, string input) => Constant(step, input) is { Length: > 0 } || IsComputed(step, input);

    /// <summary>Whether an expression decides at run time.</summary>
    public static bool IsComputed(GraphNode step, string input) =>
        Expression(Value(step, input)) is { Type: not ("Literal" or "Object" or "Json") } expression && !string.IsNullOrWhiteSpace(expression.Value.AsText());

    /// <summary>The value in words: « 45 », la variable « demande », une formule qui lit request.child.</summary>
    public string Of(GraphNode step, string input)
    {
        if (!IsSet(step, input))
        {
            return words.Say("(non renseigné)", "(not set)");
        }

        if (IsComputed(step, input) && Expression(Value(step, input)) is { } computed)
        {
            return Computed(computed.Type, computed.Value);
        }

        var descriptor = Descriptor(step, input);
        return descriptor is { IsSensitive: true } ? words.Say("une valeur confidentielle", "a confidential value") : Constant(Constant(step, input)!, descriptor?.TypeName); // it is set and not computed
    }

    /// <summary>The value in words, or null where the input is not set.</summary>
    public string? IfSet(GraphNode step, string input) => IsSet(step, input) ? Of(step, input) : null;

    /// <summary>A condition as it stands in a switch's case or a transition: plain or wrapped.</summary>
    public string Condition(JsonElement condition)
    {
        var expression = condition.Member("expression") is { ValueKind: JsonValueKind.Object } wrapped ? wrapped : condition;
        return Expression(expression) is { } written ? written.Type is "Literal" ? words.Quote(written.Value.AsText() ?? "") : Computed(written.Type, written.Value)
            : expression.IsNothing() ? words.Say("aucune condition", "no condition") : words.Quote(expression.AsText() ?? "");
    }

    /// <summary>The name of the variable that a variable picker holds.</summary>
    public string Variable(JsonElement picked)
    {
        if (picked.AsText() is { } text && text.TrimStart().StartsWith('{'))
        {
            picked = Parsed(text);
        }

        var id = picked.ValueKind == JsonValueKind.Object ? picked.Member("id").AsText() : picked.AsText();
        return variables.GetValueOrDefault(id ?? "") ?? picked.Member("name").AsText() ?? id ?? "?";
    }

    public static JsonElement Value(GraphNode step, string input) => step.Json.Member(input);

    private string Computed(string type, JsonElement value)
    {
        switch (type)
        {
            case "Variable":
                return words.Say($"la variable {words.Quote(Variable(value))}", $"the variable {words.Quote(Variable(value))}");
            case "Input":
                var given = value.AsText() is { } text && text.TrimStart().StartsWith('{') ? Parsed(text).Member("name").AsText() : value.AsText();
                return words.Say($"l'entrée {words.Quote(given ?? "?")}", $"the input {words.Quote(given ?? "?")}");
        }

        var expression = new StepExpression("", type, value);
        var code = Plain(value.AsText() ?? "");
        if (ExpressionPaths.Only(expression) is not null || (type == "JavaScript" && code.Length <= MostFormula && !code.Contains('\n', StringComparison.Ordinal)))
        {
            return words.Quote(code);
        }

        var paths = ExpressionPaths.Of(expression).Select(path => Plain(path.ToString())).Where(path => path.Length > 0).Distinct(StringComparer.Ordinal).ToArray();
        var formula = type == "Liquid" ? words.Say("un modèle de texte", "a text template") : words.Say("une formule", "a formula");
        return paths.Length switch
        {
            0 => formula,
            <= MostPaths => $"{formula} {words.Say("qui lit", "that reads")} {words.List(paths)}",
            _ => $"{formula} {words.Say("qui lit", "that reads")} {string.Join(", ", paths.Take(MostPaths))}{words.Say(" et d'autres valeurs", " and other values")}",
        };
    }

    private string Constant(string text, string? type)
    {
        if (type == "TimeSpan" && TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var duration))
        {
            return words.Duration(duration);
        }

        if (type == "Boolean" && bool.TryParse(text, out var flag))
        {
            return words.YesOrNo(flag);
        }

        var json = text.AsSpan().TrimStart() is ['{' or '[', ..] ? Parsed(text) : default;
        return json.ValueKind switch
        {
            // A text in both languages, as citizens read it.
            JsonValueKind.Object when json.Member(words.IsFrench ? "fr" : "en").AsText() is { Length: > 0 } own => words.Quote(own.TrimEnd('.')),
            JsonValueKind.Array when json.EnumerateArray().All(item => item.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array)) =>
                words.List([.. json.EnumerateArray().Select(item => words.Quote(item.AsText() ?? ""))]),
            _ => words.Quote(text),
        };
    }

    // What every formula says without saying anything.
    private static string Plain(string code)
    {
        var text = code.Trim().TrimEnd(';').Trim();
        text = text.StartsWith("return ", StringComparison.Ordinal) ? text[7..].Trim() : text;
        text = text.StartsWith("{{", StringComparison.Ordinal) && text.EndsWith("}}", StringComparison.Ordinal) ? text[2..^2].Trim() : text;
        return text.Replace("variables.", "", StringComparison.OrdinalIgnoreCase);
    }

    private static (string Type, JsonElement Value)? Expression(JsonElement value)
    {
        var expression = value.Member("expression") is { ValueKind: JsonValueKind.Object } wrapped ? wrapped : value;
        return expression.ValueKind == JsonValueKind.Object && expression.Member("type").AsText() is { } type ? (type, expression.Member("value")) : null;
    }

    private static InputDescriptor? Descriptor(GraphNode step, string input) =>
        step.Descriptor.Inputs.FirstOrDefault(descriptor => string.Equals(descriptor.Name, input, StringComparison.OrdinalIgnoreCase));

    private static JsonElement Parsed(string text)
    {
        try
        {
            return JsonValues.Parse(text);
        }
        catch (JsonException)
        {
            return default;
        }
    }

    private static Dictionary<string, string> NamesOf(WorkflowGraph graph)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var variable in graph.Definition.Variables.Concat(graph.Nodes.SelectMany(node => node.Variables)))
        {
            names.TryAdd(variable.Id, variable.Name);
        }

        return names;
    }
}
