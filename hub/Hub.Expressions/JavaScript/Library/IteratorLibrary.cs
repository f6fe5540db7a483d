using Hub.Expressions.JavaScript.Execution;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Library;

/// <summary>Iterators of the library and of generators (§27).</summary>
internal static class IteratorLibrary
{
    public static MemberTable Prototype { get; } = new MemberTable().Method(JsSymbol.Iterator, 0, static (_, self, _) => self);

    public static MemberTable Generator { get; } = new MemberTable()
        .Link("constructor", IntrinsicId.GeneratorFunctionPrototype, PropertyFlags.Configurable)
        .Method("next", 1, static (run, self, arguments) => GeneratorOf(run, self).Continue(run, Wake.Next, arguments.At(0)))
        .Method("return", 1, static (run, self, arguments) => GeneratorOf(run, self).Continue(run, Wake.Return, arguments.At(0)))
        .Method("throw", 1, static (run, self, arguments) => GeneratorOf(run, self).Continue(run, Wake.Throw, arguments.At(0)))
        .Tag("Generator");

    /// <summary>The prototype table of one kind of library iterator.</summary>
    public static MemberTable Steps(string name) => new MemberTable()
        .Method("next", 0, (run, self, _) => self.ObjectOrNull is LibraryIterator iterator && iterator.Kind == name
            ? iterator.Next(run)
            : throw run.TypeError($"next method called on an object that is not a {name}"))
        .Tag(name);

    public static JsObject Result(Evaluation run, JsValue value, bool isDone)
    {
        var made = run.NewObject(2);
        made.PutOwn(run, "value", value, PropertyFlags.All);
        made.PutOwn(run, "done", isDone, PropertyFlags.All);
        return made;
    }

    private static JsGenerator GeneratorOf(Evaluation run, JsValue self) =>
        self.ObjectOrNull as JsGenerator ?? throw run.TypeError("next method called on an object that is not a Generator");
}

/// <summary>An iterator of the library around a step that says whether there was a value.</summary>
internal sealed class LibraryIterator(Evaluation run, IntrinsicId prototype, string kind, LibraryIterator.Step step) : JsObject(run.Intrinsic(prototype))
{
    private bool done;

    public delegate bool Step(Evaluation run, out JsValue value);

    public string Kind => kind;

    public JsValue Next(Evaluation run)
    {
        run.Step();
        if (!done && step(run, out var value))
        {
            return IteratorLibrary.Result(run, value, isDone: false);
        }

        done = true;
        return IteratorLibrary.Result(run, default, isDone: true);
    }
}
