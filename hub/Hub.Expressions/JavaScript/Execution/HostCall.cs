using System.Buffers;
using System.Text.Json;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Execution;

/// <summary>A function of the host as the script calls it.</summary>
internal static class HostCall
{
    public static NativeFunction ToFunction(Evaluation run, string name, HostFunction function) =>
        new(run, name, 0, (run, _, arguments) => Call(run, function, arguments));

    private static JsValue Call(Evaluation run, HostFunction function, ReadOnlySpan<JsValue> arguments)
    {
        var elements = arguments.Length == 0 ? [] : ArrayPool<JsonElement>.Shared.Rent(arguments.Length);
        try
        {
            for (var i = 0; i < arguments.Length; i++)
            {
                elements[i] = JsonOutput.ToElement(run, arguments[i]);
            }

            var count = arguments.Length;
            var answer = run.AskHost(() => function(elements.AsSpan(0, count)));
            run.CheckTime();
            return JsonValues.Wrap(run, answer, isHost: true);
        }
        finally
        {
            if (elements.Length > 0)
            {
                ArrayPool<JsonElement>.Shared.Return(elements, clearArray: true);
            }
        }
    }
}
