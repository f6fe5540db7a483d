using System.Text.Json;
using Hub.Expressions.JavaScript.Execution;

namespace Hub.Expressions.JavaScript.Values;

/// <summary>JSON data into values of the language.</summary>
internal static class JsonValues
{
    public static JsValue Wrap(Evaluation run, JsonElement element, bool isHost)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Undefined:
                return JsValue.Undefined;
            case JsonValueKind.Null:
                return JsValue.Null;
            case JsonValueKind.True:
                return JsValue.True;
            case JsonValueKind.False:
                return JsValue.False;
            case JsonValueKind.Number:
                return element.GetDouble();
            case JsonValueKind.String:
                var text = TextOf(run, element);
                run.Charge(24 + (text.Length * 2L));
                run.RememberText(text, element);
                return text;
            case JsonValueKind.Array:
                return new JsArray(run, element, isHost);
            default:
                return new JsonObject(run, element, isHost);
        }
    }

    private static string TextOf(Evaluation run, JsonElement element)
    {
        try
        {
            return element.GetString() ?? string.Empty;
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, written as an escape: valid JSON and a valid string here, though not for .NET.
            return new Library.JsonReader(run, element.GetRawText()).Read().AsString;
        }
    }
}
