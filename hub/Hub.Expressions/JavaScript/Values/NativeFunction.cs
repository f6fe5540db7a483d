using Hub.Expressions.JavaScript.Execution;
using Hub.Expressions.JavaScript.Library;

namespace Hub.Expressions.JavaScript.Values;

internal delegate JsValue NativeCode(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments);

internal delegate JsValue NativeConstructor(Evaluation run, ReadOnlySpan<JsValue> arguments, JsObject newTarget);

/// <summary>A function of the standard library or of the host.</summary>
internal sealed class NativeFunction : JsFunction
{
    private readonly NativeCode code;
    private readonly NativeConstructor? construct;
    private readonly MemberTable? members;
    private readonly string name;
    private readonly int length;

    public NativeFunction(Evaluation run, string name, int length, NativeCode code, NativeConstructor? construct = null, MemberTable? members = null, JsObject? prototype = null)
        : base(prototype ?? run.Intrinsic(IntrinsicId.FunctionPrototype))
    {
        this.name = name;
        this.length = length;
        this.code = code;
        this.construct = construct;
        this.members = members;
        IsLazy = true;
        run.Charge(112);
    }

    public override bool IsConstructor => construct is not null;

    public string Name => name;

    public NativeCode Code => code;

    public override JsValue Call(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments) => code(run, self, arguments);

    public override JsValue Construct(Evaluation run, ReadOnlySpan<JsValue> arguments, JsObject newTarget) =>
        construct is null ? throw run.TypeError($"{name} is not a constructor") : construct(run, arguments, newTarget);

    protected override bool TryMake(Evaluation run, PropertyKey key)
    {
        JsValue own;
        switch (key.Text)
        {
            case "name":
                own = name;
                break;
            case "length":
                own = length;
                break;
            default:
                if (members is null || !members.TryMake(run, key, out own, out var flags))
                {
                    return false;
                }

                Map.Add(key, own, flags);
                return true;
        }

        Map.Add(key, own, PropertyFlags.Configurable);
        return true;
    }

    protected override void MakeAll(Evaluation run)
    {
        IsLazy = false;
        Make(run, "length");
        Make(run, "name");
        foreach (var key in members?.Keys ?? [])
        {
            Make(run, key);
        }
    }

    private void Make(Evaluation run, PropertyKey key)
    {
        if (Map.Find(key) < 0)
        {
            TryMake(run, key);
        }
    }
}
