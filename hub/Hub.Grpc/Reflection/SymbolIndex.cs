using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core.Server;

namespace Grpc.Core.Reflection;

/// <summary>Finds the .proto file of a symbol among the mapped services and everything that they import.</summary>
internal sealed class SymbolIndex
{
    private readonly Dictionary<string, FileDescriptor> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FileDescriptor> _bySymbol = new(StringComparer.Ordinal);

    public SymbolIndex(MappedServices mapped)
    {
        ServiceNames = [.. mapped.Descriptors.Select(service => service.FullName).Order(StringComparer.Ordinal)];
        foreach (var service in mapped.Descriptors)
        {
            Add(service.File);
        }
    }

    public IReadOnlyList<string> ServiceNames { get; }

    public FileDescriptor? FindByName(string fileName) => _byName.GetValueOrDefault(fileName);

    /// <summary>The file of a service, method, message, field or enum by its full name.</summary>
    public FileDescriptor? FindBySymbol(string symbol) => _bySymbol.GetValueOrDefault(symbol.TrimStart('.'));

    /// <summary>True for a message type that is known here.</summary>
    public bool HasMessage(string name) =>
        FindBySymbol(name) is { } file && file.FindTypeByName<MessageDescriptor>(NameInside(file, name)) is not null;

    /// <summary>The file and everything that it imports, each once, the file first.</summary>
    public static IEnumerable<ByteString> WithImports(FileDescriptor file)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var waiting = new Queue<FileDescriptor>([file]);
        while (waiting.TryDequeue(out var next))
        {
            if (seen.Add(next.Name))
            {
                yield return next.SerializedData;
                foreach (var import in next.Dependencies)
                {
                    waiting.Enqueue(import);
                }
            }
        }
    }

    private static string NameInside(FileDescriptor file, string name) =>
        file.Package.Length > 0 && name.StartsWith(file.Package + ".", StringComparison.Ordinal) ? name[(file.Package.Length + 1)..] : name;

    private void Add(FileDescriptor file)
    {
        if (!_byName.TryAdd(file.Name, file))
        {
            return;
        }

        foreach (var service in file.Services)
        {
            _bySymbol[service.FullName] = file;
            foreach (var method in service.Methods)
            {
                _bySymbol[method.FullName] = file;
            }
        }

        foreach (var enumeration in file.EnumTypes)
        {
            _bySymbol[enumeration.FullName] = file;
        }

        foreach (var message in file.MessageTypes)
        {
            Add(message, file);
        }

        foreach (var import in file.Dependencies)
        {
            Add(import);
        }
    }

    private void Add(MessageDescriptor message, FileDescriptor file)
    {
        _bySymbol[message.FullName] = file;
        foreach (var field in message.Fields.InDeclarationOrder())
        {
            _bySymbol[field.FullName] = file;
        }

        foreach (var enumeration in message.EnumTypes)
        {
            _bySymbol[enumeration.FullName] = file;
        }

        foreach (var nested in message.NestedTypes)
        {
            Add(nested, file);
        }
    }
}
