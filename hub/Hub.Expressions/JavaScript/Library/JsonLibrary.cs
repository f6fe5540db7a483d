using Hub.Expressions.JavaScript.Execution;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Library;

/// <summary><c>JSON</c> (§25.5).</summary>
internal static class JsonLibrary
{
    public static MemberTable Table { get; } = new MemberTable()
        .Method("parse", 2, Parse)
        .Method("stringify", 3, Stringify)
        .Tag("JSON");

    private static JsValue Parse(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var text = Coerce.ToText(run, arguments.At(0));
        var value = new JsonReader(run, text).Read();
        if (arguments.At(1).FunctionOrNull is not { } reviver)
        {
            return value;
        }

        var root = run.NewObject(1);
        root.CreateData(run, string.Empty, value);
        return Revive(run, root, string.Empty, reviver);
    }

    private static JsValue Revive(Evaluation run, JsObject holder, PropertyKey key, JsFunction reviver)
    {
        run.EnterCall();
        var value = holder.Get(run, key);
        if (value.ObjectOrNull is { } target)
        {
            if (target is JsArray)
            {
                var length = Coerce.LengthOf(run, target);
                for (var i = 0.0; i < length; i++)
                {
                    ReviveMember(run, target, PropertyKey.From(i), reviver);
                }
            }
            else
            {
                // Which members there are is fixed first: the reviver may take some away (§25.5.1.1).
                var members = ObjectLibrary.KeysOf(run, target).Where(member => !member.IsSymbol && target.TryGetOwn(run, member, out var property) && property.Enumerable).ToArray();
                foreach (var member in members)
                {
                    ReviveMember(run, target, member, reviver);
                }
            }
        }

        var result = reviver.Call(run, holder, [key.ToValue(), value]);
        run.LeaveCall();
        return result;
    }

    private static void ReviveMember(Evaluation run, JsObject target, PropertyKey key, JsFunction reviver)
    {
        var revived = Revive(run, target, key, reviver);
        if (revived.IsUndefined)
        {
            target.Delete(run, key);
        }
        else
        {
            target.CreateData(run, key, revived);
        }
    }

    private static JsValue Stringify(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        var replacer = arguments.At(1).FunctionOrNull;
        var names = replacer is null && arguments.At(1).ObjectOrNull is JsArray list ? NamesOf(run, list) : null;
        return new JsonStringifier(run, replacer, names, IndentOf(run, arguments.At(2))).Run(arguments.At(0));
    }

    private static List<PropertyKey> NamesOf(Evaluation run, JsArray list)
    {
        var names = new List<PropertyKey>();
        var seen = new HashSet<PropertyKey>();
        for (uint i = 0; i < list.Length; i++)
        {
            run.Step();
            var item = list.GetIndex(run, i);
            if (item.IsString || item.IsNumber || item.ObjectOrNull is WrapperObject { Primitive: { IsString: true } or { IsNumber: true } })
            {
                var key = PropertyKey.From(Coerce.ToText(run, item));
                if (seen.Add(key))
                {
                    names.Add(key);
                }
            }
        }

        return names;
    }

    private static string IndentOf(Evaluation run, JsValue space)
    {
        if (space.ObjectOrNull is WrapperObject wrapper)
        {
            space = wrapper.Primitive.IsNumber ? Coerce.ToNumber(run, space) : wrapper.Primitive.IsString ? Coerce.ToText(run, space) : space;
        }

        return space.IsNumber ? new string(' ', (int)Math.Clamp(Coerce.ToInteger(run, space), 0, 10))
            : space.IsString ? space.AsString[..Math.Min(10, space.StringLength)]
            : string.Empty;
    }
}
