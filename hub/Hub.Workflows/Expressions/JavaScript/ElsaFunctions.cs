using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Hub.Expressions;
using Hub.Expressions.JavaScript;
using Hub.Workflows.Http;
using Hub.Workflows.Runtime;

namespace Hub.Workflows.Expressions.JavaScript;

/// <summary>The functions that every script of Elsa has (contract §9), by name. Bytes travel as arrays of numbers.</summary>
internal static class ElsaFunctions
{
    private delegate JsonElement Body(ElsaScriptHost host, ReadOnlySpan<JsonElement> arguments);

    private static readonly Dictionary<string, Body> All = new(StringComparer.Ordinal)
    {
        ["getWorkflowDefinitionId"] = static (host, _) => JsonValues.From(host.Context.Instance.DefinitionId),
        ["getWorkflowDefinitionVersionId"] = static (host, _) => JsonValues.From(host.Context.Instance.DefinitionVersionId),
        ["getWorkflowDefinitionVersion"] = static (host, _) => JsonValues.From(host.Context.Instance.Version),
        ["getWorkflowInstanceId"] = static (host, _) => JsonValues.From(host.Context.Instance.Id),
        ["getCorrelationId"] = static (host, _) => JsonValues.From(host.Context.Instance.CorrelationId),
        ["setCorrelationId"] = static (host, arguments) => Give(host.Context.SetCorrelationId, arguments),
        ["getWorkflowInstanceName"] = static (host, _) => JsonValues.From(host.Context.Instance.Name),
        ["setWorkflowInstanceName"] = static (host, arguments) => Give(host.Context.SetInstanceName, arguments),
        ["getVariable"] = static (host, arguments) => VariableScope.TryGet(host.Context, Text(arguments, 0), out var value) ? value : JsonValues.Null,
        ["setVariable"] = static (host, arguments) => SetVariable(host.Context, arguments),
        ["getInput"] = static (host, arguments) => WorkflowInputs.Get(host.Context, Text(arguments, 0)),
        ["getOutputFrom"] = static (host, arguments) => OutputFrom(host.Context, arguments),
        ["getLastResult"] = static (host, _) => host.Context.Instance.Register.LastResult is var value && value.IsSet() ? value : JsonValues.Null,
        ["isNullOrWhiteSpace"] = static (_, arguments) => JsonValues.From(string.IsNullOrWhiteSpace(Argument(arguments, 0).AsText())),
        ["isNullOrEmpty"] = static (_, arguments) => JsonValues.From(string.IsNullOrEmpty(Argument(arguments, 0).AsText())),
        ["toJson"] = static (_, arguments) => JsonValues.From(Argument(arguments, 0) is var value && value.IsSet() ? value.GetRawText() : "null"),
        ["parseGuid"] = static (_, arguments) => ParseGuid(Text(arguments, 0)),
        ["newGuid"] = static (host, _) => JsonValues.From(NewGuid(host).ToString("D")),
        ["newGuidString"] = static (host, _) => JsonValues.From(NewGuid(host).ToString("D")),
        ["getGuidString"] = static (host, _) => JsonValues.From(NewGuid(host).ToString("D")),
        ["newShortGuid"] = static (host, _) => JsonValues.From(ShortGuid(host)),
        ["getShortGuid"] = static (host, _) => JsonValues.From(ShortGuid(host)),
        ["bytesToString"] = static (_, arguments) => JsonValues.From(Encoding.UTF8.GetString(Bytes(arguments))),
        ["bytesFromString"] = static (_, arguments) => FromBytes(Encoding.UTF8.GetBytes(Text(arguments, 0))),
        ["bytesToBase64"] = static (_, arguments) => JsonValues.From(Convert.ToBase64String(Bytes(arguments))),
        ["bytesFromBase64"] = static (_, arguments) => FromBytes(FromBase64(Text(arguments, 0))),
        ["stringToBase64"] = static (_, arguments) => JsonValues.From(Convert.ToBase64String(Encoding.UTF8.GetBytes(Text(arguments, 0)))),
        ["stringFromBase64"] = static (_, arguments) => JsonValues.From(Encoding.UTF8.GetString(FromBase64(Text(arguments, 0)))),
        ["streamToBytes"] = static (_, arguments) => FromBytes(Bytes(arguments)),
        ["streamToBase64"] = static (_, arguments) => JsonValues.From(Convert.ToBase64String(Bytes(arguments))),
        ["createEventTriggerUrl"] = static (host, arguments) => EventTriggerUrl(host.Context, arguments),
    };

    /// <summary>The names of all functions, those of RunJavaScript among them.</summary>
    public static IEnumerable<string> Names => All.Keys.Append("setOutcome").Append("setOutcomes");

    public static bool TryFind(string name, ElsaScriptHost host, [NotNullWhen(true)] out HostFunction? function)
    {
        if (host.Outcomes is { } outcomes && name is ("setOutcome" or "setOutcomes"))
        {
            function = arguments => SetOutcomes(outcomes, arguments);
            return true;
        }

        if (All.TryGetValue(name, out var body))
        {
            function = arguments => body(host, arguments);
            return true;
        }

        function = null;
        return false;
    }

    private static JsonElement SetOutcomes(List<string> outcomes, ReadOnlySpan<JsonElement> arguments)
    {
        outcomes.Clear();
        outcomes.AddRange(TextList.From(Argument(arguments, 0)));
        return default;
    }

    private static JsonElement Give(Action<string?> set, ReadOnlySpan<JsonElement> arguments)
    {
        set(Argument(arguments, 0).AsText());
        return default;
    }

    private static JsonElement SetVariable(ActivityContext context, ReadOnlySpan<JsonElement> arguments)
    {
        var value = Argument(arguments, 1);
        VariableScope.Set(context, Text(arguments, 0), value.IsSet() ? value : JsonValues.Null);
        return default;
    }

    private static JsonElement OutputFrom(ActivityContext context, ReadOnlySpan<JsonElement> arguments)
    {
        var activity = Text(arguments, 0);
        var output = Argument(arguments, 1).AsText() ?? Activities.OutputDescriptor.Result;
        // Only the direct members of the nearest container are looked at, by id first.
        var members = VariableScope.Container(context).Node.Children;
        var node = members.FirstOrDefault(member => member.Id == activity) ?? members.FirstOrDefault(member => member.Name == activity);
        var value = node is null ? default : context.Instance.Register.Get(node, output);
        return value.IsSet() ? value : JsonValues.Null;
    }

    private static JsonElement EventTriggerUrl(ActivityContext context, ReadOnlySpan<JsonElement> arguments)
    {
        if (context.FindHost<IEventTriggerUrls>() is not { } urls)
        {
            throw Failed("createEventTriggerUrl is not offered here: the host has no public address.", "createEventTriggerUrl n'est pas disponible ici : l'hôte n'a pas d'adresse publique.");
        }

        TimeSpan? lifetime = TimeSpan.TryParse(Argument(arguments, 1).AsText(), CultureInfo.InvariantCulture, out var given) ? given : null;
        return JsonValues.From(urls.Create(context.Instance.Id, Text(arguments, 0), lifetime));
    }

    private static JsonElement ParseGuid(string text) => Guid.TryParse(text, out var guid)
        ? JsonValues.From(guid.ToString("D"))
        : throw Failed("parseGuid needs the text of a GUID.", "parseGuid attend le texte d'un GUID.");

    private static Guid NewGuid(ElsaScriptHost host)
    {
        var bytes = host.RandomBytes().AsSpan(0, 16);
        // Version 4, variant 1 (RFC 9562).
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }

    private static string ShortGuid(ElsaScriptHost host) => Base64Url.EncodeToString(NewGuid(host).ToByteArray());

    private static byte[] Bytes(ReadOnlySpan<JsonElement> arguments)
    {
        var value = Argument(arguments, 0);
        if (value.ValueKind == JsonValueKind.String)
        {
            return FromBase64(value.GetString() ?? "");
        }

        if (value.ValueKind != JsonValueKind.Array)
        {
            throw Failed("Expected bytes: an array of numbers from 0 to 255, or base64 text.", "On attendait des octets : un tableau de nombres de 0 à 255, ou du texte base64.");
        }

        var bytes = new byte[value.GetArrayLength()];
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] = value[i].ValueKind == JsonValueKind.Number && value[i].TryGetByte(out var item)
                ? item
                : throw Failed("Expected bytes: numbers from 0 to 255.", "On attendait des octets : des nombres de 0 à 255.");
        }

        return bytes;
    }

    private static JsonElement FromBytes(byte[] bytes) => JsonValues.FromBytes(bytes);

    private static byte[] FromBase64(string text)
    {
        try
        {
            return Convert.FromBase64String(text);
        }
        catch (FormatException)
        {
            throw Failed("Expected base64 text.", "On attendait du texte base64.");
        }
    }

    private static JsonElement Argument(ReadOnlySpan<JsonElement> arguments, int position) => position < arguments.Length ? arguments[position] : default;

    private static string Text(ReadOnlySpan<JsonElement> arguments, int position) => Argument(arguments, position).AsText() ?? "";

    private static ExpressionException Failed(string message, string french) => new(ExpressionErrorKind.Runtime, message, french);
}
