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
                var text = element.GetString() ?? string.Empty;
                run.Charge(24 + (text.Length * 2L));
                return text;
            case JsonValueKind.Array:
                return new JsArray(run, element, isHost);
            default:
                return new JsonObject(run, element, isHost);
        }
    }
}
