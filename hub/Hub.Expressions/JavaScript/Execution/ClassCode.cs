using Hub.Expressions.JavaScript.Syntax;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Execution;

/// <summary>A class: makes its constructor and prototype, then its members in order (§15.7.14).</summary>
internal sealed class ClassCode(ScopeCode scope, TargetCode? innerName, ExpressionCode? parent, FunctionCode constructor, ClassMemberCode[] members) : ExpressionCode
{
    public override JsValue Evaluate(Frame frame)
    {
        var run = frame.Run;
        var around = frame.Heap;
        scope.Enter(frame);
        JsObject? parentPrototype = run.Intrinsic(IntrinsicId.ObjectPrototype);
        JsObject parentConstructor = run.Intrinsic(IntrinsicId.FunctionPrototype);
        if (parent is not null)
        {
            var value = parent.Evaluate(frame);
            if (value.IsNull)
            {
                parentPrototype = null;
            }
            else
            {
                parentConstructor = value.FunctionOrNull is { IsConstructor: true } function ? function : throw run.TypeError("Class extends value is not a constructor or null");
                var prototypeValue = function.Get(run, "prototype");
                parentPrototype = prototypeValue.IsObject || prototypeValue.IsNull ? prototypeValue.ObjectOrNull : throw run.TypeError("Class extends value does not have a valid prototype property");
            }
        }

        var prototype = new JsObject(parentPrototype);
        var made = new ScriptFunction(frame, constructor) { Home = prototype };
        made.SetParent(parentConstructor);
        made.PutOwn(run, "prototype", prototype, PropertyFlags.None);
        prototype.PutOwn(run, "constructor", made, PropertyFlags.Hidden);
        DefineMembers(frame, made, prototype);
        innerName?.Write(frame, default, made);
        frame.Heap = around;
        return made;
    }

    private void DefineMembers(Frame frame, ScriptFunction made, JsObject prototype)
    {
        var run = frame.Run;
        var fields = new List<(PropertyKey, ScriptFunction?)>();
        var statics = new List<(PropertyKey Key, ScriptFunction? Value)>();
        foreach (var member in members)
        {
            var target = member.IsStatic ? made : prototype;
            if (member.Method is not null)
            {
                member.Method.Define(frame, target);
                continue;
            }

            var key = member.Computed is null ? member.Key : Coerce.ToKey(run, member.Computed.Evaluate(frame));
            var value = member.FieldValue is null ? null : new ScriptFunction(frame, member.FieldValue) { Home = target };
            (member.IsStatic ? statics : fields).Add((key, value));
        }

        made.Fields = fields;
        innerName?.Write(frame, default, made);
        foreach (var (key, value) in statics)
        {
            if (!made.CreateData(run, key, value?.Call(run, made, []) ?? JsValue.Undefined))
            {
                throw run.TypeError($"Cannot define the static field '{key}'");
            }
        }
    }
}

/// <summary>A method, or a field with its value as a method run on the object.</summary>
internal sealed record ClassMemberCode(bool IsStatic, MethodMemberCode? Method, PropertyKey Key, ExpressionCode? Computed, FunctionCode? FieldValue);
