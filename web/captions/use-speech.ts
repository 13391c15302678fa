import { useEffect, useEffectEvent, useState } from 'react';

/** What is used of the Web Speech API, which TypeScript does not know: https://webaudio.github.io/web-speech-api */
interface Recognition extends EventTarget {
  lang: string;
  continuous: boolean;
  interimResults: boolean;
  start(): void;
  abort(): void;
}
interface Results extends Event {
  resultIndex: number;
  results: ArrayLike<ArrayLike<{ transcript: string }> & { isFinal: boolean }>;
}
type Recognizer = new () => Recognition;

function recognizer(): Recognizer | null {
  const known: { SpeechRecognition?: Recognizer; webkitSpeechRecognition?: Recognizer } = Object(globalThis);
  return known.SpeechRecognition ?? known.webkitSpeechRecognition ?? null;
}

/** Whether this browser writes what is said. */
export function canListen(): boolean {
  return recognizer() !== null;
}

/** Errors after which listening on is of no use. */
const FINAL = ['not-allowed', 'service-not-allowed', 'audio-capture', 'language-not-supported'];

/** Listens while `on`; gives each phrase once it is complete. `heard`: the one that is being said. */
export function useSpeech(on: boolean, language: string, onPhrase: (phrase: string) => void) {
  const [heard, setHeard] = useState('');
  const [problem, setProblem] = useState(false);
  const say = useEffectEvent(onPhrase);
  useEffect(() => {
    const Recognizer = recognizer();
    if (!on || !Recognizer) return;
    let over = false;
    const recognition = new Recognizer();
    recognition.lang = language;
    recognition.continuous = true;
    recognition.interimResults = true;
    setProblem(false);
    recognition.addEventListener('result', (event) => {
      const { results, resultIndex } = event as Results;
      let running = '';
      for (let index = resultIndex; index < results.length; index++) {
        const result = results[index];
        const phrase = result?.[0]?.transcript.trim() ?? '';
        if (result?.isFinal && phrase !== '') say(phrase);
        else running += phrase;
      }
      setHeard(running);
    });
    recognition.addEventListener('error', (event) => {
      if (!('error' in event) || !FINAL.includes(String(event.error))) return;
      over = true;
      setProblem(true);
    });
    // Browsers stop by themselves after a silence.
    recognition.addEventListener('end', () => {
      if (!over) recognition.start();
    });
    recognition.start();
    return () => {
      over = true;
      recognition.abort();
      setHeard('');
    };
  }, [on, language]);
  return { heard, problem };
}
