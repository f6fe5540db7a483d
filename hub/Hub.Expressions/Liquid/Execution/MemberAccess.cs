using Hub.Expressions.Liquid.Values;

namespace Hub.Expressions.Liquid.Execution;

/// <summary>Reads a member of a value.</summary>
internal static class MemberAccess
{
    public static LiquidValue Get(Rendering run, LiquidValue target, LiquidValue key, bool isDotted)
    {
        run.Step();
        switch (target.Kind)
        {
            case LiquidKind.Object:
                var members = target.ObjectOrNull!;
                return key.Kind is not (LiquidKind.Text or LiquidKind.Number) ? LiquidValue.Nil
                    : members.TryGet(run, LiquidConvert.ToText(run, key), out var value) ? value
                    : isDotted ? OfObject(run, members, key.AsText)
                    : LiquidValue.Nil;
            case LiquidKind.List when key.IsInteger:
                var list = target.ListOrNull!;
                var index = LiquidConvert.ToInteger(key);
                index = index < 0 ? list.Count + index : index;
                return index >= 0 && index < list.Count ? list.At(run, index) : LiquidValue.Nil;
            case LiquidKind.List when isDotted:
                return OfList(run, target.ListOrNull!, key.AsText);
            case LiquidKind.Text when isDotted && key.AsText == "size":
                return target.AsText.Length;
            default:
                return LiquidValue.Nil;
        }
    }

    /// <summary>A property named at run time, perhaps with points inside: <c>map: "address.city"</c>.</summary>
    public static LiquidValue GetPath(Rendering run, LiquidValue target, string path)
    {
        if (target.ObjectOrNull is { } members && members.TryGet(run, path, out var direct))
        {
            return direct;
        }

        foreach (var part in path.Split('.'))
        {
            target = long.TryParse(part, System.Globalization.CultureInfo.InvariantCulture, out var index) && target.Kind == LiquidKind.List
                ? Get(run, target, index, isDotted: false)
                : Get(run, target, part, isDotted: true);
        }

        return target;
    }

    private static LiquidValue OfObject(Rendering run, LiquidObject members, string name)
    {
        switch (name)
        {
            case "size":
                long count = 0;
                foreach (var _ in members.Names(run))
                {
                    count++;
                }

                return count;
            case "first":
                foreach (var first in members.Names(run))
                {
                    members.TryGetExact(run, first, out var value);
                    return new ValueList(run, first, value);
                }

                return LiquidValue.Nil;
            default:
                return LiquidValue.Nil;
        }
    }

    private static LiquidValue OfList(Rendering run, LiquidList list, string name) => name switch
    {
        "size" => list.Count,
        "first" => list.Count > 0 ? list.At(run, 0) : LiquidValue.Nil,
        "last" => list.Count > 0 ? list.At(run, list.Count - 1) : LiquidValue.Nil,
        _ => LiquidValue.Nil,
    };
}
